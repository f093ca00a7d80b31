//! Calls to other systems, over HTTP and at URLs that are settings: the portal asks a registry, a relying
//! party asks its OpenID provider.
