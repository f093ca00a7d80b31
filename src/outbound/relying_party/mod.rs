//! A relying party of OpenID providers.
