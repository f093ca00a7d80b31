//! The two OpenID providers, as relying parties see them.

mod accounts;
mod basic;
mod claims;
mod client_authentication;
mod codes;
mod discovery;
mod evil_tokens;
mod keys;
mod logout;
mod pkce;
mod redirects;
mod refresh;
mod registration;
mod token_care;
