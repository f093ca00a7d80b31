//! HTTPS on a second listener: who trusts the certificate is served, and nobody else is disturbed.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rcgen::{CertificateParams, KeyPair};
use reqwest::Certificate;
use reqwest::blocking::{Client, ClientBuilder};
use reqwest::tls::Version;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{AppOptions, TestApp, dancu, data_folder, program, question, scratch_folder};

/// The file that clients are to trust, in the data folder.
const CERTIFICATE: &str = "tls-certificate.pem";

#[test]
fn a_client_that_trusts_the_certificate_gets_a_match() {
    let app = spawn(&[]);
    let port = tls_address(&app).port();
    for version in [Version::TLS_1_2, Version::TLS_1_3] {
        for host in ["127.0.0.1", "localhost"] {
            let client = trusting(&app.folder().join(CERTIFICATE))
                .tls_version_min(version)
                .tls_version_max(version)
                .build()
                .unwrap();
            let verdict = ask(&client, &format!("https://{host}:{port}")).unwrap();
            assert_eq!(verdict["outcome"], "match", "{version:?} {host}");
        }
    }
    let url = app.ready["urls"]["tls"].as_str().unwrap();
    assert!(app.greeting().contains(url), "{}", app.greeting());
}

/// One of the clients of the national service sends its body over https alone (witness W3).
#[test]
fn an_lgsp_is_called_over_tls_and_the_description_names_it() {
    let app = spawn(&[]);
    let url = tls_url(&app);
    let client = trusting(&app.folder().join(CERTIFICATE)).build().unwrap();
    let keys = "eyJBY2Nlc3NLZXkiOiJhayIsIlNlY3JldEtleSI6InNrIiwiQXBwTmFtZSI6IkFQUCIsIlBhcnRuZXJDb2RlIjoiMDAwLjAwLjAwLkgwMCIsIlBhcnRuZXJDb2RlQ3VzIjoiMDAwLjAwLjAwLkgwMCJ9";
    let token = client
        .post(format!("{url}/lgsp/token"))
        .header("lgspaccesstoken", keys);
    let token = token.body("grant_type=client_credentials").send().unwrap();
    let token: Value = serde_json::from_str(&token.text().unwrap()).unwrap();
    let envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
                    xmlns:qldc=\"http://dancuquocgia.bca\"><s:Body><qldc:TraCuuThongTinCongDan>\
                    <qldc:SoDinhDanh>042085000488</qldc:SoDinhDanh><qldc:HoVaTen>NGUYENVANTHANH</qldc:HoVaTen>\
                    <qldc:NgayThangNamSinh><qldc:NgayThangNam>1985-05-12</qldc:NgayThangNam>\
                    </qldc:NgayThangNamSinh></qldc:TraCuuThongTinCongDan></s:Body></s:Envelope>";
    let call = client
        .post(format!("{url}/lgsp/tracuu"))
        .header("content-type", "application/xml")
        .header("accept", "*")
        .bearer_auth(token["access_token"].as_str().unwrap());
    let answer = call.body(envelope).send().unwrap();
    assert_eq!(answer.status(), 200);
    assert!(
        answer
            .text()
            .unwrap()
            .contains("<ns1:Ten>NGUYỄN VĂN THÀNH</ns1:Ten>")
    );
    let description = client.get(format!("{url}/ndxp?wsdl")).send().unwrap();
    let location = format!("location=\"{url}/ndxp\"");
    assert!(
        description.text().unwrap().contains(&location),
        "{location}"
    );
}

#[test]
fn a_client_that_does_not_trust_the_certificate_refuses_the_server() {
    let app = spawn(&[]);
    let other = spawn(&[]);
    let url = tls_url(&app);
    let strangers = [
        Client::builder().no_proxy().build().unwrap(),
        trusting(&other.folder().join(CERTIFICATE)).build().unwrap(),
    ];
    for client in strangers {
        let refused = ask(&client, &url).unwrap_err();
        assert!(refused.is_connect(), "{refused:?}");
    }
    let client = trusting(&app.folder().join(CERTIFICATE)).build().unwrap();
    ask(&client, &url).unwrap();
}

#[test]
fn a_certificate_that_is_over_is_refused_by_who_trusts_it() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--tls-expired", "--tls-port", "0"],
        ..AppOptions::default()
    });
    let client = trusting(&app.folder().join(CERTIFICATE)).build().unwrap();
    let refused = ask(&client, &tls_url(&app)).unwrap_err();
    assert!(refused.is_connect(), "{refused:?}");
    assert!(format!("{refused:?}").contains("Expired"), "{refused:?}");
    // Whoever does not look is served: the listener is sound but for its papers.
    let careless = Client::builder()
        .no_proxy()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .unwrap();
    assert_eq!(ask(&careless, &tls_url(&app)).unwrap()["outcome"], "match");
    let both = [
        "serve",
        "--tls-expired",
        "--tls-certificate",
        "x",
        "--tls-key",
        "y",
    ];
    assert_eq!(dancu(&both).code, Some(2));
}

/// Over TLS too, a reset comes before a byte of the answer.
#[test]
fn a_connection_is_reset_over_tls_too() {
    let app = spawn(&[]);
    let client = trusting(&app.folder().join(CERTIFICATE)).build().unwrap();
    let request = client
        .post(format!("{}/v1/match", tls_url(&app)))
        .header("x-api-key", "portal-key")
        .header("x-dancu-scenario", "reset");
    let failed = request.body("{}").send().unwrap_err();
    assert!(
        format!("{failed:?}").contains("ConnectionReset"),
        "{failed:?}"
    );
}

#[test]
fn the_certificate_names_the_public_address_too() {
    let app = spawn(&["--public-url", "https://dancu.example"]);
    let client = trusting(&app.folder().join(CERTIFICATE))
        .resolve("dancu.example", tls_address(&app))
        .resolve("other.example", tls_address(&app))
        .build()
        .unwrap();
    let port = tls_address(&app).port();
    let verdict = ask(&client, &format!("https://dancu.example:{port}")).unwrap();
    assert_eq!(verdict["outcome"], "match");
    let refused = ask(&client, &format!("https://other.example:{port}")).unwrap_err();
    assert!(refused.is_connect(), "{refused:?}");
}

#[test]
fn the_file_holds_the_certificate_and_no_key_and_each_start_makes_another() {
    let folder = data_folder();
    let options = AppOptions {
        data: Some(folder.path()),
        as_of: None,
        arguments: &["--tls", "--tls-port", "0"],
    };
    let read = || std::fs::read_to_string(folder.path().join(CERTIFICATE)).unwrap();
    drop(TestApp::spawn_with(options));
    let first = read();
    assert!(
        first.starts_with("-----BEGIN CERTIFICATE-----\n"),
        "{first}"
    );
    assert_eq!(first.matches("-----BEGIN").count(), 1, "{first}");
    let app = TestApp::spawn_with(options);
    assert_ne!(read(), first);
    let client = trusting(&folder.path().join(CERTIFICATE)).build().unwrap();
    ask(&client, &tls_url(&app)).unwrap();
    let names = std::fs::read_dir(folder.path()).unwrap().flatten();
    let left = names.filter(|entry| entry.path().extension().is_some_and(|end| end == "part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn without_the_flag_nobody_listens_for_https() {
    let app = TestApp::spawn();
    assert_eq!(app.ready["urls"].get("tls"), None);
    assert!(!app.greeting().contains("https://"), "{}", app.greeting());
    assert!(!app.folder().join(CERTIFICATE).exists());
}

#[test]
fn own_files_imply_the_listener_and_are_what_clients_see() {
    let pair = Pair::make();
    let [certificate, key] = [pair.path("certificate.pem"), pair.path("key.pem")];
    let arguments = ["--tls-certificate", &certificate, "--tls-key", &key];
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &[&["--tls-port", "0"], &arguments[..]].concat(),
        ..AppOptions::default()
    });
    let client = trusting(Path::new(&certificate)).build().unwrap();
    let verdict = ask(&client, &tls_url(&app)).unwrap();
    assert_eq!(verdict["outcome"], "match");
    assert!(!app.folder().join(CERTIFICATE).exists());
}

#[test]
fn files_that_do_not_serve_stop_the_start_and_are_named() {
    let (pair, other) = (Pair::make(), Pair::make());
    let [certificate, key] = [pair.path("certificate.pem"), pair.path("key.pem")];
    let other_key = other.path("key.pem");
    let empty = pair.path("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let damaged = pair.path("damaged.pem");
    let text = std::fs::read_to_string(&certificate).unwrap();
    std::fs::write(&damaged, text.replace("MII", "AII")).unwrap();
    let missing = pair.path("missing.pem");
    for (certificate, key, named, vietnamese, english) in [
        (
            &missing,
            &key,
            &missing,
            "không đọc được",
            "cannot be read: ",
        ),
        (
            &certificate,
            &missing,
            &missing,
            "không đọc được",
            "cannot be read: ",
        ),
        (
            &empty,
            &key,
            &empty,
            "không có chứng thư",
            "no PEM certificate",
        ),
        (
            &certificate,
            &empty,
            &empty,
            "không có khóa riêng",
            "no PEM private key",
        ),
        (&damaged, &key, &damaged, "chứng thư PEM bị hỏng", "damaged"),
        (
            &certificate,
            &other_key,
            &other_key,
            "không phải của chứng thư",
            "not that of the certificate",
        ),
    ] {
        for (language, words) in [("vi_VN.UTF-8", vietnamese), ("C.UTF-8", english)] {
            let refused = refused_start(language, certificate, key);
            assert!(refused.contains(named), "{refused}");
            assert!(refused.contains(words), "{refused}");
        }
    }
}

#[test]
fn a_certificate_without_its_key_is_refused_and_so_is_a_key_alone() {
    for arguments in [
        ["--tls-certificate", "certificate.pem"],
        ["--tls-key", "key.pem"],
    ] {
        let refused = dancu(&[&["serve"], &arguments[..]].concat());
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("--tls-"), "{refused:?}");
    }
}

#[test]
fn a_tls_port_that_is_taken_is_named_and_the_old_certificate_stays() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = data_folder();
    std::fs::write(folder.path().join(CERTIFICATE), "old").unwrap();
    let data = folder.path().to_str().unwrap();
    let arguments = ["--port", "0", "--tls", "--tls-port", &port];
    let failed = dancu(&[&["serve", "--data", data], &arguments[..]].concat());
    let told = failed.failed_in_one_line(1).err;
    assert!(
        told.contains(&port) && told.contains("--tls-port"),
        "{told}"
    );
    let kept = std::fs::read_to_string(folder.path().join(CERTIFICATE)).unwrap();
    assert_eq!(kept, "old");
}

#[test]
fn plain_http_to_the_tls_port_is_refused_and_harms_nobody() {
    let app = spawn(&[]);
    let client = trusting(&app.folder().join(CERTIFICATE)).build().unwrap();
    for request in [
        &b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"[..],
        b"\x16\x03\x01\xff\xff",
        b"\0",
        b"",
    ] {
        let mut stream = connect(&app);
        stream.write_all(request).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        // A connection that is cut has been refused as well.
        let _end = stream.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
        ask(&client, &tls_url(&app)).unwrap();
        app.portal().post("/v1/match", &person()).expect(200);
    }
}

#[test]
fn a_caller_that_never_shakes_hands_is_cut() {
    let app = spawn(&[]);
    let begun = Instant::now();
    let mut stream = connect(&app);
    let mut answer = Vec::new();
    let _end = stream.read_to_end(&mut answer);
    let waited = begun.elapsed();
    assert!(waited < Duration::from_secs(20), "{waited:?}");
    assert!(answer.is_empty(), "{answer:?}");
}

#[test]
fn headers_that_do_not_come_behind_the_handshake_are_cut_too() {
    let app = spawn(&[]);
    let pem = std::fs::read(app.folder().join(CERTIFICATE)).unwrap();
    let mut stream = shaken(&app, &pem);
    stream
        .write_all(b"POST /v1/match HTTP/1.1\r\nhost")
        .unwrap();
    let begun = Instant::now();
    let mut answer = Vec::new();
    let _end = stream.read_to_end(&mut answer);
    assert!(begun.elapsed() < Duration::from_secs(20));
    let answer = String::from_utf8(answer).unwrap();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408 "),
        "{answer}"
    );
}

#[test]
fn callers_that_never_shake_hands_keep_nobody_waiting() {
    let app = spawn(&[]);
    // More than the 256 that each of the two workers would have in hand by default.
    let silent: Vec<_> = (0..600).map(|_| connect(&app)).collect();
    let begun = Instant::now();
    app.portal().post("/v1/match", &person()).expect(200);
    let client = trusting(&app.folder().join(CERTIFICATE)).build().unwrap();
    ask(&client, &tls_url(&app)).unwrap();
    let waited = begun.elapsed();
    assert!(waited < Duration::from_secs(3), "{waited:?}");
    drop(silent);
}

#[test]
fn telling_the_server_to_stop_ends_both_listeners() {
    let mut app = spawn(&[]);
    let plain: SocketAddr = app.base_url["http://".len()..].parse().unwrap();
    let tls = tls_address(&app);
    for address in [plain, tls] {
        TcpStream::connect(address).unwrap();
    }
    app.signal("TERM");
    assert_eq!(app.exit_code(), Some(0));
    for address in [plain, tls] {
        assert!(TcpStream::connect(address).is_err(), "{address}");
    }
}

/// A server with a listener for HTTPS on a free port.
fn spawn(arguments: &[&str]) -> TestApp {
    TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &[&["--tls", "--tls-port", "0"], arguments].concat(),
        ..AppOptions::default()
    })
}

fn tls_url(app: &TestApp) -> String {
    app.ready["urls"]["tls"].as_str().unwrap().to_owned()
}

fn tls_address(app: &TestApp) -> SocketAddr {
    tls_url(app)["https://".len()..].parse().unwrap()
}

/// A connection to the listener for HTTPS on which nothing was said yet.
fn connect(app: &TestApp) -> TcpStream {
    let stream = TcpStream::connect(tls_address(app)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(40)))
        .unwrap();
    stream
}

/// A connection on which hands were shaken, for requests that no HTTP client would send.
fn shaken(app: &TestApp, pem: &[u8]) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    use rustls::pki_types::pem::PemObject as _;
    let mut roots = rustls::RootCertStore::empty();
    let certificate = rustls::pki_types::CertificateDer::from_pem_slice(pem).unwrap();
    roots.add(certificate).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = "localhost".try_into().unwrap();
    let connection = rustls::ClientConnection::new(std::sync::Arc::new(config), name).unwrap();
    let mut stream = rustls::StreamOwned::new(connection, connect(app));
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock).unwrap();
    }
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    stream
}

/// A client that trusts one certificate and nobody else's.
fn trusting(certificate: &Path) -> ClientBuilder {
    let pem = std::fs::read(certificate).unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap();
    Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .tls_certs_only([certificate])
}

fn person() -> Value {
    question("042085000488", "Nguyễn Văn Thành", "1985-05-12")
}

/// The verdict on a person who matches.
fn ask(client: &Client, base_url: &str) -> reqwest::Result<Value> {
    let request = client.post(format!("{base_url}/v1/match"));
    let request = request.bearer_auth("portal-key").json(&person());
    request.send()?.error_for_status()?.json()
}

/// What a server says that does not start with these files.
fn refused_start(language: &str, certificate: &str, key: &str) -> String {
    let folder = data_folder();
    let mut command = program();
    command
        .args(["serve", "--port", "0", "--tls-port", "0", "--data"])
        .arg(folder.path())
        .args(["--tls-certificate", certificate, "--tls-key", key])
        .env("LANG", language);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    told
}

/// A certificate of the test's own, with its key, as files.
struct Pair(TempDir);

impl Pair {
    fn make() -> Self {
        let pair = Self(scratch_folder());
        let key = KeyPair::generate().unwrap();
        let names = vec!["127.0.0.1".to_owned()];
        let certificate = CertificateParams::new(names)
            .unwrap()
            .self_signed(&key)
            .unwrap();
        std::fs::write(pair.file("certificate.pem"), certificate.pem()).unwrap();
        std::fs::write(pair.file("key.pem"), key.serialize_pem()).unwrap();
        pair
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }
}
