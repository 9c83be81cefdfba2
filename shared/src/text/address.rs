//! Addresses that notices are sent to: what is one, before anybody dials it.

use core::net::IpAddr;

use super::Bilingual;
use crate::both;

/// What is wrong with `typed` as an address that notices are sent to; none where nothing is. What is sent names cases and
/// people, so it goes over TLS, or to the machine that sends it.
#[must_use]
pub fn address_fault(typed: &str) -> Option<Bilingual> {
    let Some((scheme, rest)) = typed.split_once("://") else {
        return Some(both!(
            "不是地址，应如 https://office.example/banli",
            "not an address, such as https://office.example/banli"
        ));
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (place, path) = rest.split_at(end);
    if place.contains('@') {
        return Some(both!(
            "地址中不能有账号：发送的内容已有签名",
            "no login in the address: what is sent is signed instead"
        ));
    }
    // `https://ftp://…` and what others make of it, `https://ftp//…`.
    if place.ends_with(':') || path.starts_with("//") {
        return Some(both!(
            "地址里只写一次 https://，其后是主机名：{typed}",
            "https:// stands there once, and a host after it: {typed}"
        ));
    }
    let (host, port) = parts(place);
    if !is_host(host) || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Some(both!(
            "“{place}”不是主机，应如 office.example 或 office.example:8443",
            "\"{place}\" is no host, such as office.example or office.example:8443"
        ));
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" => None,
        "http" if is_own(host) => None,
        _ => Some(both!(
            "应为 https://，或服务器本机的 http://",
            "https://, or http:// to the server's own machine"
        )),
    }
}

/// Host and port; the host of an address of six parts without its brackets.
fn parts(place: &str) -> (&str, Option<&str>) {
    if let Some((host, port)) = place.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return (host, port.strip_prefix(':'));
    }
    match place.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (place, None),
    }
}

fn is_host(host: &str) -> bool {
    if host.parse::<IpAddr>().is_ok() {
        return true;
    }
    let label = |label: &str| {
        let good = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        !label.is_empty()
            && label.chars().all(good)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = host.strip_suffix('.').unwrap_or(host);
    // Numbers alone are no name but a broken address.
    let last = name.rsplit('.').next().unwrap_or_default();
    name.split('.').all(label) && !last.chars().all(|c| c.is_ascii_digit())
}

fn is_own(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_scheme_and_a_host() {
        for good in [
            "https://office.example/banli?x=1",
            "HTTPS://office.example:8443",
            "https://办公.example/钩",
            "https://oa/hook",
            "https://10.1.2.3/",
            "https://[fe80::1]:443/",
            "https://office.example/to?next=https://other.example/",
            "http://localhost:9/",
            "http://127.0.0.1/x",
            "http://[::1]:9/",
        ] {
            assert_eq!(address_fault(good), None, "{good}");
        }
        for bad in [
            "",
            "office.example",
            "https://",
            "https:///x",
            "https://ftp://office.example/",
            "https://ftp//office.example/",
            "https://https://office.example/",
            "https://ftp:",
            "https://office..example/",
            "https://-office.example/",
            "https://of fice.example/",
            "https://1.2.3/",
            "https://office.example:99999/",
            "https://me:secret@office.example/",
            "ftp://office.example/",
            "http://office.example/hook",
            "http://localhost.office.example/",
            "http://127.0.0.1.office.example/",
            "file:///etc/passwd",
        ] {
            let fault = address_fault(bad);
            assert!(fault.is_some_and(|it| !it.zh.is_empty()), "{bad}");
        }
    }
}
