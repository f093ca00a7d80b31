//! The two OpenID providers, as relying parties see them.

mod accounts;
mod basic;
mod claims;
mod client_authentication;
mod codes;
mod discovery;
mod engine;
mod evil_tokens;
mod interactions;
mod keys;
mod logout;
mod logout_tokens;
mod pkce;
mod portal_accounts;
mod redirects;
mod refresh;
mod registration;
mod sign_in;
mod token_care;
