//! What the system says, in both languages.

use std::io::{Error, ErrorKind};

use super::Bilingual;
use crate::both;

/// Why the system did not do something. The Chinese keeps the system's own words, by which they are looked up.
#[must_use]
pub fn system(fault: &Error) -> Bilingual {
    let english = fault.to_string();
    // What this program says itself is in the language of the reader already.
    if fault.kind() == ErrorKind::InvalidInput && fault.get_ref().is_some() {
        return Bilingual::new(english.clone(), english);
    }
    let known = match fault.kind() {
        ErrorKind::NotFound => "没有这个文件或目录",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "这是目录，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是目录",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘空间不足",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::ReadOnlyFilesystem => "磁盘只读",
        ErrorKind::InvalidFilename => "文件名无效",
        ErrorKind::InvalidData => "不是 UTF-8 文字",
        ErrorKind::UnexpectedEof => "内容提前结束",
        ErrorKind::BrokenPipe => "对方已关闭",
        ErrorKind::ConnectionRefused => "连接被拒绝",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "连接中断",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "网络不通",
        ErrorKind::NetworkDown => "网络已断开",
        ErrorKind::AddrInUse => "地址已被占用",
        ErrorKind::TimedOut => "超时",
        _ => "系统报告错误",
    };
    Bilingual::new(format!("{known}（{english}）"), english)
}

/// The same of a file.
#[must_use]
pub fn of_file(path: &std::path::Path, fault: &Error) -> Bilingual {
    let (path, Bilingual { zh, en }) = (path.display(), system(fault));
    both!("{path}：{zh}", "{path}: {en}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_system_keeps_its_cause() {
        let said = system(&Error::from_raw_os_error(2));
        assert!(said.zh.starts_with("没有这个文件或目录（"), "{}", said.zh);
        assert!(said.zh.contains(&said.en));
    }
}
