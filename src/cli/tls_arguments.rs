//! Settings of the HTTPS listener, for clients that can speak nothing else.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use url::{Host, Url};

use super::arguments::cannot_listen;
use super::output::CliError;
use crate::clock::real_time;
use crate::domain::language::Language;
use crate::server::{BoundServer, TlsError, TlsIdentity, Validity};
use crate::store::write_tls_certificate;

/// Settings of the HTTPS listener.
#[derive(Args, Debug, Clone)]
pub struct TlsArguments {
    /// Listen for HTTPS too, with a test certificate made at the start (tls-certificate.pem in the data folder)
    #[arg(long, env = "DANCU_TLS")]
    tls: bool,

    /// Show a test certificate that expired yesterday, for clients that are to refuse it; implies --tls
    #[arg(
        long,
        env = "DANCU_TLS_EXPIRED",
        conflicts_with_all = ["tls_certificate", "tls_key"]
    )]
    tls_expired: bool,

    /// Port of the HTTPS listener; 0 takes a free one
    #[arg(
        long,
        env = "DANCU_TLS_PORT",
        default_value_t = 8443,
        value_name = "PORT"
    )]
    tls_port: u16,

    /// Certificate to show instead, PEM, with those above it behind it; implies --tls
    #[arg(
        long,
        env = "DANCU_TLS_CERTIFICATE",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_certificate: Option<PathBuf>,

    /// Private key of that certificate, PEM without a passphrase
    #[arg(
        long,
        env = "DANCU_TLS_KEY",
        value_name = "FILE",
        requires = "tls_certificate"
    )]
    tls_key: Option<PathBuf>,
}

impl TlsArguments {
    /// Opens the listener beside the plain one, if it is asked for.
    pub fn open(
        &self,
        server: &mut BoundServer,
        host: IpAddr,
        public_url: &str,
        folder: &Path,
    ) -> Result<(), CliError> {
        let own = self.tls_certificate.as_deref().zip(self.tls_key.as_deref());
        if !self.tls && !self.tls_expired && own.is_none() {
            return Ok(());
        }
        let (identity, test_certificate) = if let Some((certificate, key)) = own {
            (own_identity(certificate, key)?, None)
        } else {
            let validity = if self.tls_expired {
                Validity::Over
            } else {
                Validity::Usual
            };
            let names = names(host, public_url);
            let made = TlsIdentity::self_signed(names, validity, real_time());
            let (identity, pem) = made.map_err(|error| told(&error, ""))?;
            (identity, Some(pem))
        };
        let address = SocketAddr::new(host, self.tls_port);
        server
            .bind_tls(address, identity)
            .map_err(|error| cannot_listen(&error, address, "--tls-port"))?;
        // A server that could not listen has replaced nobody's certificate.
        if let Some(pem) = test_certificate {
            write_tls_certificate(folder, &pem)?;
        }
        Ok(())
    }
}

/// The certificate and key of two files.
fn own_identity(certificate: &Path, key: &Path) -> Result<TlsIdentity, CliError> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| {
            let path = path.display();
            CliError::told(
                format!("không đọc được {path}: {error}"),
                format!("{path} cannot be read: {error}"),
            )
        })
    };
    TlsIdentity::from_pem(&read(certificate)?, &read(key)?).map_err(|error| {
        let wrong = if error.is_about_the_key() {
            key
        } else {
            certificate
        };
        told(&error, &format!("{}: ", wrong.display()))
    })
}

fn told(error: &TlsError, before: &str) -> CliError {
    CliError::told(
        format!("{before}{}", error.message(Language::Vietnamese)),
        format!("{before}{}", error.message(Language::English)),
    )
}

/// By what names clients may reach the server: on this machine, where it listens, by its public address.
fn names(host: IpAddr, public_url: &str) -> Vec<String> {
    let public = Url::parse(public_url).ok();
    let public = public.as_ref().and_then(Url::host).map(|host| match host {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    });
    let mut names = Vec::new();
    let fixed = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    for name in fixed.into_iter().chain([host.to_string()]).chain(public) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    #[test]
    fn a_certificate_names_every_way_to_the_server_once() {
        let fixed = ["localhost", "127.0.0.1", "::1"];
        for (host, public_url, more) in [
            (
                IpAddr::from(Ipv4Addr::LOCALHOST),
                "http://127.0.0.1:80",
                &[][..],
            ),
            (
                Ipv4Addr::UNSPECIFIED.into(),
                "https://dancu.example:8443",
                &["0.0.0.0", "dancu.example"],
            ),
            (
                Ipv6Addr::LOCALHOST.into(),
                "https://[2001:db8::1]",
                &["2001:db8::1"],
            ),
        ] {
            assert_eq!(names(host, public_url), [&fixed[..], more].concat());
        }
    }
}
