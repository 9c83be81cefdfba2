//! People, units, sessions: what the office itself is made of.

/// English as it stands in the help, and its Chinese.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "One unit, with every name it has or had",
        "显示一个单位，包括别名和曾用名",
    ),
    ("Its code, or one of its names", "单位代码，或其任一名称"),
    ("People and their posts", "人员与岗位"),
    ("Add a person", "添加人员"),
    ("Who: login, name or id", "账号、姓名或编号"),
    ("The login name", "账号"),
    ("The name people use", "姓名"),
    (
        "The role: coordinator, supervisor, liaison, handler, department_head, unit_head, proposer, auditor, admin",
        "岗位：coordinator、supervisor、liaison、handler、department_head、unit_head、proposer、auditor、admin",
    ),
    (
        "The unit or department, for roles that have one",
        "岗位所在的单位或部门",
    ),
    (
        "A post, as role or role@unit; once for each",
        "岗位，写作 岗位 或 岗位@单位；每个岗位写一次",
    ),
    (
        "Read the first password from this file",
        "从此文件读取初始密码",
    ),
    ("People, by role and unit", "按岗位和单位列出人员"),
    ("Only those with this role", "只列此岗位的人员"),
    (
        "Only those in this unit or below it",
        "只列此单位及其下级的人员",
    ),
    (
        "Retire a unit with its departments: nothing new is handed to it",
        "停用单位及其部门：不再向其交办",
    ),
    (
        "The unit it goes into: its names are former names of that from then on",
        "并入的单位：原名称此后即为该单位的曾用名",
    ),
    (
        "The last day of its names; today where left out",
        "原名称的截止日期；不写则为今天",
    ),
    (
        "Former names of a unit, each with its last day: add some, take some out",
        "单位的曾用名及截止日期：添加、去掉",
    ),
    (
        "A former name with its last day, e.g. 市交通局（至 2024-03-31）; once for each",
        "曾用名及截止日期，如 市交通局（至 2024-03-31）；每个写一次",
    ),
    (
        "A former name to take out; once for each",
        "要去掉的曾用名；每个写一次",
    ),
    (
        "Change a person; what is left out stays. Posts that are given are all of them from now on",
        "修改人员；未写的保持不变。写了岗位的，此后即以所写的为全部岗位",
    ),
    ("Read a new password from this file", "从此文件读取新密码"),
    (
        "Keep the person from logging in (true), or not any longer (false)",
        "禁止登录（true）或恢复（false）",
    ),
    ("Units and departments", "承办单位与部门"),
    ("Every unit and department", "列出所有单位和部门"),
    (
        "Read a list of units: code, name, kind, parent, aliases, former names, duties, phone",
        "导入单位清单：代码、名称、类别、上级、别名、曾用名、职责、联系电话",
    ),
    ("Sessions of the conference", "届次"),
    (
        "Every session, the newest first",
        "列出所有届次，最新的在前",
    ),
    (
        "Add a session, or change one: what is left out stays as it is",
        "添加或修改届次；未写的各项保持不变",
    ),
    ("A short id, e.g. 2023", "简短的编号，如 2023"),
    (
        "The name, e.g. 七届三次会议; a new session needs one",
        "名称，如 七届三次会议；新增时必填",
    ),
    (
        "The year in proposal numbers; a new session needs one",
        "提案号中的年份；新增时必填",
    ),
    (
        "The last day of the conference. `calendar moves` then tells which open deadlines it would move",
        "会议闭幕日；随后可用 calendar moves 查看会变动的期限",
    ),
    (
        "Make it the one that is meant where none is named",
        "设为当前届次",
    ),
    ("The rules of a session", "某届次的规则"),
    (
        "The session; the current one where left out",
        "届次；不写则为当前届次",
    ),
    ("Who stands in for whom", "代理（谁代谁办理）"),
    (
        "Let somebody stand in for you for some days; both names go on record",
        "在一段时间内请人代理；双方姓名都记录在案",
    ),
    (
        "Who stands in: a name, a login (administrators) or an id",
        "代理人：姓名、账号（管理员）或编号",
    ),
    ("The last day", "最后一天"),
    (
        "The first day; today where left out",
        "第一天；不写则从今天起",
    ),
    (
        "Only this post, as role or role@unit; else every post that can be lent",
        "只代理此岗位，写作 角色 或 角色@单位；不写则为全部可代理的岗位",
    ),
    (
        "Whose post, where it is not yours (administrators)",
        "委托人，不是本人时填写（管理员）",
    ),
    ("Why", "说明"),
    ("What you gave and what you have", "列出本人委托的和代理的"),
    (
        "Everybody's (administrators and those who see every case)",
        "所有人的（管理员及可看全部提案者）",
    ),
    ("Those that are over as well", "也列出已结束的"),
    ("End one before its last day", "提前终止"),
    ("Its id, as listed", "编号，见列表"),
    ("Notices sent to other programs", "把通知发送给其他程序"),
    ("Where notices are sent to", "列出通知发送地址"),
    (
        "Send notices to one more address; the secret that signs them is shown once",
        "增加一个发送地址；签名密钥只显示一次",
    ),
    (
        "`https://…`, or `http://…` on the server's own machine",
        "“https://…”，或服务器本机的“http://…”",
    ),
    (
        "Only notices of this kind; several times for several",
        "只发送此类通知；多类可重复",
    ),
    (
        "Stop sending notices to an address; what waits for it or was given up goes with it, once asked",
        "不再发送到某个地址；待送达和已放弃的推送经确认后一并删除",
    ),
    (
        "Notices on their way, taken, or given up",
        "待送达、已送达和已放弃的通知",
    ),
    (
        "Only these: waiting, delivered, given-up",
        "只列此类：waiting 待送达，delivered 已送达，given-up 已放弃",
    ),
    (
        "Try one that was given up again from the beginning",
        "重新发送已放弃的通知",
    ),
];
