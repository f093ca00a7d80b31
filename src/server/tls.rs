//! The certificate and key of the HTTPS listener: made at the start, or read from PEM.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};

use crate::clock::Timestamp;
use crate::domain::language::Language;

/// Who the certificate is made out to: whoever meets it shall see that it vouches for nothing.
const COMMON_NAME: &str = "dancu test certificate (not for production)";

/// A certificate holds from a day before it is made, for clients whose clock is behind.
const DAY: Duration = Duration::from_hours(24);

/// Browsers refuse certificates that hold longer than 398 days (CA/Browser Forum, Baseline Requirements
/// 6.3.2); a day of it has gone by when it is made.
const VALID: Duration = Duration::from_hours(397 * 24);

/// What the HTTPS listener shows and signs with.
#[derive(Clone)]
pub struct TlsIdentity {
    config: ServerConfig,
}

/// When a certificate that is made here holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Validity {
    /// From yesterday on.
    Usual,
    /// Until yesterday: for clients that want to see themselves refuse it.
    Over,
}

/// Why a certificate and a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsError {
    /// The text has no certificate in it.
    NoCertificate,
    /// What stands as a certificate is none.
    CertificateUnreadable,
    /// The text has no private key in it, or one behind a passphrase.
    NoKey,
    /// What stands as a private key is none that can sign.
    KeyUnreadable,
    /// The key is not the certificate's.
    KeyOfAnother,
    /// No certificate could be made.
    NotMade(String),
}

impl TlsIdentity {
    /// A fresh key with a certificate that it signed itself, for these names and addresses, and the
    /// certificate as PEM for those who shall trust it.
    pub fn self_signed(
        names: Vec<String>,
        validity: Validity,
        now: Timestamp,
    ) -> Result<(Self, String), TlsError> {
        let not_made = |error: rcgen::Error| TlsError::NotMade(error.to_string());
        let mut parameters = CertificateParams::new(names).map_err(not_made)?;
        let age = match validity {
            Validity::Usual => DAY,
            Validity::Over => VALID + DAY,
        };
        let begin = date_time_ymd(1970, 1, 1) + Duration::from_millis(now.0).saturating_sub(age);
        parameters.not_before = begin;
        parameters.not_after = begin + VALID;
        parameters
            .distinguished_name
            .push(DnType::CommonName, COMMON_NAME);
        // No authority: who trusts it trusts this one server and nothing signed by it.
        parameters.is_ca = IsCa::ExplicitNoCa;
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().map_err(not_made)?;
        let certificate = parameters.self_signed(&key).map_err(not_made)?;
        let secret = PrivatePkcs8KeyDer::from(key.serialize_der());
        let identity = Self::of(vec![certificate.der().clone()], secret.into())?;
        Ok((identity, certificate.pem()))
    }

    /// A certificate, with those above it behind it, and its private key, both as PEM.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        let chain: Result<Vec<_>, PemError> =
            CertificateDer::pem_slice_iter(certificates).collect();
        let chain = chain.map_err(|_unreadable| TlsError::CertificateUnreadable)?;
        if chain.is_empty() {
            return Err(TlsError::NoCertificate);
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
            PemError::NoItemsFound => TlsError::NoKey,
            _unreadable => TlsError::KeyUnreadable,
        })?;
        Self::of(chain, key)
    }

    fn of(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, TlsError> {
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&TLS12, &TLS13])
            .map_err(|error| TlsError::NotMade(error.to_string()))?;
        let config = builder
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| match error {
                rustls::Error::InconsistentKeys(_) => TlsError::KeyOfAnother,
                rustls::Error::InvalidCertificate(_) => TlsError::CertificateUnreadable,
                // The list of rustls is open; what is left here is about the key.
                _about_the_key => TlsError::KeyUnreadable,
            })?;
        Ok(Self { config })
    }

    /// The settings of the listener: TLS 1.2 and 1.3. HTTP/1.1 is added to them by the web server.
    pub(super) fn into_config(self) -> ServerConfig {
        self.config
    }
}

impl fmt::Debug for TlsIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TlsIdentity(***)")
    }
}

impl TlsError {
    /// Whether it is the key's file that has to be looked at.
    pub fn is_about_the_key(&self) -> bool {
        match self {
            Self::NoKey | Self::KeyUnreadable | Self::KeyOfAnother => true,
            Self::NoCertificate | Self::CertificateUnreadable | Self::NotMade(_) => false,
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, language: Language) -> String {
        let text = match self {
            Self::NoCertificate => language.pick(
                "không có chứng thư PEM nào (-----BEGIN CERTIFICATE-----)",
                "there is no PEM certificate in it (-----BEGIN CERTIFICATE-----)",
            ),
            Self::CertificateUnreadable => language.pick(
                "chứng thư PEM bị hỏng hoặc không đọc được; hãy xuất lại",
                "the PEM certificate is damaged or cannot be read; export it again",
            ),
            Self::NoKey => language.pick(
                "không có khóa riêng PEM không mật khẩu (-----BEGIN PRIVATE KEY-----)",
                "there is no PEM private key without a passphrase in it (-----BEGIN PRIVATE KEY-----)",
            ),
            Self::KeyUnreadable => language.pick(
                "khóa riêng bị hỏng hoặc không thuộc loại RSA, ECDSA, Ed25519; hãy xuất lại",
                "the private key is damaged or not of RSA, ECDSA or Ed25519; export it again",
            ),
            Self::KeyOfAnother => language.pick(
                "khóa riêng không phải của chứng thư này; hãy dùng đúng cặp",
                "the private key is not that of the certificate; give the two that belong together",
            ),
            Self::NotMade(reason) => {
                return format!(
                    "{}: {reason}",
                    language.pick("không tạo được chứng thư thử", "no test certificate could be made")
                );
            }
        };
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier as _;
    use rustls::pki_types::{ServerName, UnixTime};

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    #[test]
    fn each_certificate_has_a_key_of_its_own() {
        let names = || vec!["localhost".to_owned()];
        let make = || TlsIdentity::self_signed(names(), Validity::Usual, NOW);
        let [one, other] = [make(), make()].map(|made| made.unwrap().1);
        assert!(one.starts_with("-----BEGIN CERTIFICATE-----"), "{one}");
        assert!(!one.contains("PRIVATE"), "{one}");
        assert_ne!(one, other);
    }

    #[test]
    fn a_certificate_holds_for_its_names_from_yesterday_and_not_longer_than_browsers_take() {
        let names = vec!["localhost".to_owned(), "::1".to_owned()];
        let made = TlsIdentity::self_signed(names, Validity::Usual, NOW);
        let (_identity, pem) = made.unwrap();
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone()).unwrap();
        let provider = Arc::new(default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
        let verifier = verifier.build().unwrap();
        let now = Duration::from_millis(NOW.0);
        let hours_ago = |hours| now.saturating_sub(Duration::from_hours(hours));
        let days = |days: u64| Duration::from_hours(24 * days);
        for (name, time, holds) in [
            ("localhost", now, true),
            ("::1", now, true),
            ("127.0.0.1", now, false),
            ("dancu.example", now, false),
            ("localhost", hours_ago(23), true),
            ("localhost", hours_ago(25), false),
            ("localhost", now + days(395), true),
            ("localhost", now + days(397), false),
        ] {
            let server = ServerName::try_from(name).unwrap();
            let time = UnixTime::since_unix_epoch(time);
            let verdict = verifier.verify_server_cert(&certificate, &[], &server, &[], time);
            assert_eq!(verdict.is_ok(), holds, "{name} {time:?}: {verdict:?}");
        }
    }

    #[test]
    fn a_name_that_no_certificate_can_hold_is_refused() {
        let names = vec!["cổng".to_owned()];
        let refused = TlsIdentity::self_signed(names, Validity::Usual, NOW).unwrap_err();
        assert!(matches!(refused, TlsError::NotMade(_)), "{refused:?}");
    }

    #[test]
    fn files_that_do_not_serve_are_told_apart() {
        let pair = || {
            let key = KeyPair::generate().unwrap();
            let certificate = CertificateParams::default().self_signed(&key).unwrap();
            (certificate.pem(), key.serialize_pem())
        };
        let ((certificate, key), (_, other_key)) = (pair(), pair());
        let broken_certificate = certificate.replace("MII", "AII");
        let broken_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let locked = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
        for (certificate, key, expected) in [
            ("", &*key, TlsError::NoCertificate),
            (&key, &key, TlsError::NoCertificate),
            (&broken_certificate, &key, TlsError::CertificateUnreadable),
            (
                "-----BEGIN CERTIFICATE-----\n!\n",
                &key,
                TlsError::CertificateUnreadable,
            ),
            (&certificate, "", TlsError::NoKey),
            (&certificate, &certificate, TlsError::NoKey),
            (&certificate, &locked, TlsError::NoKey),
            (&certificate, broken_key, TlsError::KeyUnreadable),
            (&certificate, &other_key, TlsError::KeyOfAnother),
        ] {
            let refused = TlsIdentity::from_pem(certificate.as_bytes(), key.as_bytes());
            assert_eq!(refused.unwrap_err(), expected, "{certificate}{key}");
        }
        TlsIdentity::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap();
    }
}
