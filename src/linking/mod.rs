//! The use cases of the portal: accounts, their passwords, and their link to a personal number. No word of
//! HTTP.
