//! The test certificate of the HTTPS listener, where those who shall trust it find it.

use std::path::Path;

use super::TLS_CERTIFICATE_FILE;
use super::error::{StoreError, named_io};
use super::writer::write_synced;

/// Writes the certificate (never the key, which stays in memory), whole or not at all.
pub fn write_tls_certificate(folder: &Path, pem: &str) -> Result<(), StoreError> {
    let path = folder.join(TLS_CERTIFICATE_FILE);
    write_synced(&path, pem).map_err(named_io(&path))
}
