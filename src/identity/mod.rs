//! The use cases of an OpenID provider: one engine, two issuers. No word of HTTP.
