//! The command table.

use super::command::{Command, Danger, Place, Places};

/// Makes the enum of commands and the table from one list, so that neither can lack an entry of the other.
macro_rules! commands {
    ($(
        $id:ident = $name:literal: $danger:ident, $keys:expr, $arrows:expr, zh $zh:literal, en $en:literal,
        in $places:expr, hint $hint:literal;
    )+) => {
        /// A command of the terminal client.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CommandId {
            $( #[doc = $en] $id, )+
        }

        /// Every command, in the order in which help shows them.
        pub const COMMANDS: &[Command] = &[
            $( Command {
                id: CommandId::$id,
                name: $name,
                keys: &$keys,
                arrows: &$arrows,
                zh: $zh,
                en: $en,
                danger: Danger::$danger,
                places: $places,
                hint: $hint,
            }, )+
        ];
    };
}

/// Lists and texts that are looked at, with help among them.
const READING: Places = Places::LOOKING.with(&[Place::Help]);
/// Lists of which entries are marked.
const MARKING: Places = Places::of(&[Place::Inbox, Place::Triage]);
/// Lists that are filtered while typing.
const CHOOSING: Places = Places::of(&[Place::Palette, Place::Picker, Place::Search]);
const FINDING: Places = Places::of(&[Place::Search]);
/// Where a case is at hand.
const CASES: Places = Places::of(&[Place::Triage, Place::Case, Place::Review, Place::Rating]);
/// Screens of several panes or tabs.
const TABBED: Places = Places::of(&[
    Place::Triage,
    Place::Case,
    Place::Review,
    Place::Promises,
    Place::Admin,
]);
const TRIAGE: Places = Places::of(&[Place::Triage]);
/// Where a unit is chosen for what is handed over.
const HANDING: Places = Places::of(&[Place::Triage, Place::Handing]);
const PREVIEW: Places = Places::of(&[Place::Handing]);
const REVIEW: Places = Places::of(&[Place::Review]);
/// Where replies wait for the signature: one on the screen, or many marked.
const SIGNING: Places = Places::of(&[Place::Inbox, Place::Review]);
const BOARD: Places = Places::of(&[Place::Board]);
/// What is of one session, the current one unless another is chosen.
const SESSIONS: Places = Places::of(&[Place::Board, Place::Search]);
const HANDLING: Places = Places::of(&[Place::Case]);
const ADMIN: Places = Places::of(&[Place::Admin]);
const CONFIRM: Places = Places::of(&[Place::Confirm]);
const EDITOR: Places = Places::of(&[Place::Editor]);

commands! {
    Down = "down": Plain, ["j", "down"], ["down"], zh "下移", en "down", in READING, hint 0;
    Up = "up": Plain, ["k", "up"], ["up"], zh "上移", en "up", in READING, hint 0;
    HalfDown = "half-page-down": Plain, ["ctrl-d", "pgdn", "space"], ["pgdn"], zh "下半页", en "half page down", in READING, hint 0;
    HalfUp = "half-page-up": Plain, ["ctrl-u", "pgup"], ["pgup"], zh "上半页", en "half page up", in READING, hint 0;
    Top = "top": Plain, ["g g", "home"], ["home"], zh "开头", en "beginning", in READING, hint 0;
    Bottom = "bottom": Plain, ["G", "end"], ["end"], zh "末尾", en "end", in READING, hint 0;
    Open = "open": Plain, ["enter", "l", "right"], ["enter", "right"], zh "打开", en "open", in Places::LOOKING, hint 3;
    Back = "back": Plain, ["esc", "h", "left"], ["esc", "left"], zh "返回", en "back", in READING, hint 9;
    NextTab = "next-tab": Plain, ["tab"], ["tab"], zh "下一页签", en "next tab", in TABBED, hint 6;
    PreviousTab = "previous-tab": Plain, ["shift-tab"], ["shift-tab"], zh "上一页签", en "previous tab", in TABBED, hint 0;
    Mark = "mark": Plain, ["v"], ["insert"], zh "标记", en "mark", in MARKING, hint 4;
    MarkAll = "mark-all": Plain, ["V"], ["ctrl-a"], zh "全部标记", en "mark all", in MARKING, hint 0;
    ClearMarks = "clear-marks": Plain, ["ctrl-v"], ["delete"], zh "清除标记", en "clear marks", in MARKING, hint 0;
    Undo = "undo": Plain, ["u"], ["ctrl-z", "f8"], zh "撤销", en "undo", in Places::LOOKING, hint 6;
    Search = "search": Plain, ["/"], ["f3"], zh "查找", en "search", in Places::LOOKING, hint 7;
    Refresh = "refresh": Plain, ["ctrl-r"], ["f5"], zh "刷新", en "refresh", in Places::LOOKING, hint 0;
    Palette = "palette": Plain, [":"], ["f2"], zh "命令", en "commands", in Places::LOOKING, hint 7;
    Help = "help": Plain, ["?", "f1"], ["f1"], zh "帮助", en "help", in Places::LOOKING, hint 8;
    GoInbox = "go-inbox": Plain, ["g i"], ["f7"], zh "待办", en "inbox", in Places::LOOKING, hint 0;
    GoTriage = "go-triage": Plain, ["g t"], [], zh "分办", en "triage", in Places::LOOKING, hint 0;
    GoSitting = "go-sitting": Plain, ["g s"], [], zh "交办会", en "sitting", in Places::LOOKING, hint 0;
    GoBoard = "go-board": Plain, ["g b"], [], zh "看板", en "board", in Places::LOOKING, hint 0;
    GoList = "go-list": Plain, ["g a"], [], zh "全部提案", en "all proposals", in Places::LOOKING, hint 0;
    GoPromises = "go-promises": Plain, ["g p"], [], zh "承诺", en "promises", in Places::LOOKING, hint 0;
    GoNotices = "go-notices": Plain, ["g n"], [], zh "通知", en "notices", in Places::LOOKING, hint 0;
    GoAdmin = "go-admin": Plain, ["g m"], [], zh "管理", en "admin", in Places::LOOKING, hint 0;
    SwitchIdentity = "act-as": Plain, ["g w"], [], zh "切换身份", en "act as", in Places::LOOKING, hint 0;
    Act = "act": Plain, ["a"], ["f11"], zh "办理", en "act", in CASES, hint 5;
    Accept = "accept": Reversible, ["s"], [], zh "签收", en "accept", in Places::of(&[Place::Inbox, Place::Case]), hint 1;
    File = "file": Reversible, ["f"], [], zh "立案", en "file", in TRIAGE, hint 1;
    Decline = "decline": Reversible, ["d"], [], zh "不予立案", en "decline", in TRIAGE, hint 2;
    Merge = "merge": Reversible, ["m"], [], zh "并案", en "merge", in TRIAGE, hint 2;
    HandOver = "hand-over": Reversible, ["o"], [], zh "交办", en "hand over", in HANDING, hint 1;
    Suggested1 = "suggested-1": Plain, ["1"], ["1"], zh "建议单位 1", en "suggested unit 1", in HANDING, hint 0;
    Suggested2 = "suggested-2": Plain, ["2"], ["2"], zh "建议单位 2", en "suggested unit 2", in HANDING, hint 0;
    Suggested3 = "suggested-3": Plain, ["3"], ["3"], zh "建议单位 3", en "suggested unit 3", in HANDING, hint 0;
    Suggested4 = "suggested-4": Plain, ["4"], ["4"], zh "建议单位 4", en "suggested unit 4", in HANDING, hint 0;
    Suggested5 = "suggested-5": Plain, ["5"], ["5"], zh "建议单位 5", en "suggested unit 5", in HANDING, hint 0;
    Suggested6 = "suggested-6": Plain, ["6"], ["6"], zh "建议单位 6", en "suggested unit 6", in HANDING, hint 0;
    Suggested7 = "suggested-7": Plain, ["7"], ["7"], zh "建议单位 7", en "suggested unit 7", in HANDING, hint 0;
    Suggested8 = "suggested-8": Plain, ["8"], ["8"], zh "建议单位 8", en "suggested unit 8", in HANDING, hint 0;
    Suggested9 = "suggested-9": Plain, ["9"], ["9"], zh "建议单位 9", en "suggested unit 9", in HANDING, hint 0;
    HandOverMany = "hand-over-many": Plain, ["O"], [], zh "批量交办", en "hand over many", in TRIAGE, hint 2;
    OtherUnit = "other-unit": Plain, ["c"], [], zh "换单位", en "other unit", in PREVIEW, hint 2;
    CoHandlers = "co-handlers": Plain, ["b"], ["f6"], zh "会办单位", en "co-handlers", in PREVIEW, hint 3;
    LeaveOut = "leave-out": Plain, ["d"], ["delete"], zh "剔除", en "leave out", in PREVIEW, hint 3;
    PlainWeekdays = "plain-weekdays": Plain, ["w"], [], zh "按周一至周五计", en "plain weekdays", in PREVIEW, hint 4;
    MarkKey = "mark-key": Reversible, ["K"], [], zh "列为重点", en "mark key", in TRIAGE, hint 3;
    AskRevision = "ask-revision": Reversible, ["R"], [], zh "退回修改", en "ask for revision", in TRIAGE, hint 0;
    Approve = "approve": Reversible, ["A"], [], zh "通过", en "approve", in REVIEW, hint 1;
    SendBack = "send-back": Reversible, ["B"], [], zh "退回", en "send back", in REVIEW, hint 2;
    Sign = "sign": Plain, ["S"], [], zh "签发", en "sign", in SIGNING, hint 1;
    Draft = "draft": Plain, ["e"], [], zh "起草答复", en "write the reply", in HANDLING, hint 3;
    Contact = "contact": Plain, ["c"], [], zh "登记沟通", en "log contact", in HANDLING, hint 4;
    SaveLetter = "save-letter": Plain, ["w"], ["ctrl-s"], zh "存答复函", en "save the letter", in HANDLING, hint 0;
    OlderRounds = "older-rounds": Plain, ["["], ["ctrl-left"], zh "较早两轮", en "older rounds", in HANDLING, hint 2;
    NewerRounds = "newer-rounds": Plain, ["]"], ["ctrl-right"], zh "较晚两轮", en "newer rounds", in HANDLING, hint 2;
    SubmitReply = "submit": Reversible, ["S"], [], zh "送审", en "submit", in HANDLING, hint 5;
    New = "new": Plain, ["n"], ["insert"], zh "新增", en "new", in ADMIN, hint 1;
    Edit = "edit": Plain, ["e"], ["f6"], zh "修改", en "change", in ADMIN, hint 2;
    End = "end": Plain, ["D"], ["delete"], zh "终止", en "end", in ADMIN, hint 3;
    MarkRead = "mark-read": Plain, ["r"], [], zh "标为已读", en "mark read", in ADMIN, hint 4;
    Rate = "rate": Plain, ["R"], [], zh "评价", en "rate", in Places::of(&[Place::Rating]), hint 1;
    Denominator = "denominator": Plain, ["d"], ["f6"], zh "看分母", en "out of which", in BOARD, hint 4;
    Session = "session": Plain, ["ctrl-g"], ["f11"], zh "届次", en "session", in SESSIONS, hint 5;
    Language = "language": Plain, ["ctrl-l"], ["f9"], zh "中文/English", en "中文/English", in Places::ALL, hint 0;
    LowBandwidth = "low-bandwidth": Plain, ["ctrl-b"], ["f10"], zh "省流量", en "low bandwidth", in READING, hint 0;
    Suspend = "suspend": Plain, ["ctrl-z"], [], zh "挂起", en "suspend", in Places::ALL, hint 0;
    Quit = "quit": Plain, ["ctrl-q", "Q"], ["ctrl-q"], zh "退出", en "quit", in READING, hint 0;

    Next = "next": Plain, ["down", "ctrl-n"], ["down"], zh "下一个", en "next", in CHOOSING, hint 0;
    Previous = "previous": Plain, ["up", "ctrl-p"], ["up"], zh "上一个", en "previous", in CHOOSING, hint 0;
    Choose = "choose": Plain, ["enter"], ["enter"], zh "选定", en "choose", in CHOOSING, hint 1;
    OtherPart = "other-part": Plain, ["ctrl-t"], ["f6"], zh "分子/分母", en "other number", in FINDING, hint 2;
    Views = "views": Plain, ["ctrl-o"], ["f5"], zh "视图", en "views", in FINDING, hint 2;
    SaveView = "save-view": Plain, ["ctrl-s"], ["f4"], zh "存为视图", en "save view", in FINDING, hint 3;
    DropView = "drop-view": Plain, ["ctrl-x"], ["f8"], zh "删除视图", en "forget a view", in FINDING, hint 0;
    Cancel = "cancel": Plain, ["esc"], ["esc"], zh "取消", en "cancel", in CHOOSING, hint 9;

    Done = "done": Plain, ["ctrl-s", "f4"], ["ctrl-s", "f4"], zh "写好", en "done", in EDITOR, hint 1;
    Leave = "leave": Plain, ["esc"], ["esc"], zh "离开（草稿保留）", en "leave (draft kept)", in EDITOR, hint 3;
    NextField = "next-field": Plain, ["tab"], ["tab"], zh "下一项", en "next", in EDITOR, hint 1;
    PreviousField = "previous-field": Plain, ["shift-tab"], ["shift-tab"], zh "上一项", en "previous", in EDITOR, hint 0;
    TakeTheirs = "take-theirs": Plain, ["ctrl-t"], ["f7"], zh "取对方文本", en "take theirs", in EDITOR, hint 2;
    KeepMine = "keep-mine": Plain, ["ctrl-g"], ["f8"], zh "留我的文本", en "keep mine", in EDITOR, hint 2;
    UndoTyping = "undo-typing": Plain, ["ctrl-_"], ["ctrl-z"], zh "撤销输入", en "undo typing", in EDITOR, hint 5;
    RedoTyping = "redo-typing": Plain, ["ctrl-y"], ["ctrl-y"], zh "重做输入", en "redo typing", in EDITOR, hint 0;
    OutsideEditor = "outside-editor": Plain, ["ctrl-o"], ["f6"], zh "外部编辑器", en "own editor", in EDITOR, hint 4;

    Yes = "yes": Irreversible, ["y"], ["f12"], zh "确认", en "confirm", in CONFIRM, hint 1;
    Close = "close": Plain, ["esc", "enter"], ["esc", "enter"], zh "关闭", en "close", in Places::of(&[Place::Told]), hint 1;
    No = "no": Plain, ["n", "esc"], ["esc"], zh "不了", en "no", in CONFIRM, hint 9;
}

impl CommandId {
    /// Whether it chooses between two people's versions, of which forms have none.
    #[must_use]
    pub const fn is_of_versions(self) -> bool {
        matches!(self, Self::TakeTheirs | Self::KeepMine)
    }
}
