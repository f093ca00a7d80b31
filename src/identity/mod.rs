//! The use cases of an OpenID provider: one engine, two issuers. No word of HTTP.
//!
//! [`OpenIdProvider`] holds what does not change with a world: who may ask ([`RelyingParties`]), the keys,
//! and the address that names the issuers. Everything that happens is kept in the world.

mod authorization_request;
mod authorize;
mod authorize_error;
mod claims;
mod claims_request;
mod client_authentication;
mod forged_tokens;
mod introspection;
mod keys;
mod logout;
mod needs;
mod parameters;
mod pkce;
mod provider;
mod relying_parties;
mod revocation;
mod sign_in;
mod sign_on;
mod subjects;
mod tokens;
mod userinfo;

pub use authorize::{Interaction, InteractionGone, Need};
pub use authorize_error::{AuthorizeError, PageRefusal};
pub use claims::claim_names;
pub use client_authentication::{ClientError, PresentedClient};
pub use introspection::IntrospectionError;
pub use keys::{KeyError, SigningAlgorithm};
pub use logout::{BackChannelNotice, LoggedOut, Logout, LogoutError};
pub use parameters::Parameters;
pub use pkce::VerifierError;
pub use provider::{OpenIdProvider, ProviderSettings};
pub use relying_parties::{
    BUILT_IN as BUILT_IN_RELYING_PARTIES, RelyingParties, RelyingPartiesError, RelyingParty,
};
pub use revocation::RevocationError;
pub use sign_in::{SignInError, SignedIn, VNEID_PASSWORD};
pub use sign_on::{Proved, SignedOn};
pub use subjects::{AccountRefusal, SubjectError};
pub use tokens::{TokenAnswer, TokenError};
pub use userinfo::UserinfoError;
