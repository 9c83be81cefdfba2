//! What can be wrong with one cell of a list.

use crate::words;

words! {
    /// What is wrong with one cell of a list.
    pub enum CellFault {
        /// Nothing there.
        Missing = "missing", "此处必填", "must not be empty";
        /// Not a date.
        NotADate = "not_a_date", "应为日期，如 2023-03-31", "expected a date such as 2023-03-31";
        /// No unit has this name.
        UnknownUnit = "unknown_unit", "没有此名称的承办单位", "no unit has this name";
        /// Several units have this name.
        AmbiguousUnit = "ambiguous_unit", "此名称对应多个单位", "several units have this name";
        /// A department where a unit is meant.
        Department = "department", "是处室，请写它所属的单位，由该单位分派", "is a department: write the unit that it belongs to, which dispatches it";
        /// The same unit twice in one row, in two roles.
        UnitTwice = "unit_twice", "同一单位出现两次", "the same unit is there twice";
        /// The same unit twice in one role: it is taken once.
        UnitRepeated = "unit_repeated", "同一单位写了两次，按一次导入", "the same unit is named twice, and taken once";
        /// More than one unit where one is expected.
        SeveralUnits = "several_units", "此处只应有一个单位；几个单位各答复一部分的写入分办单位一列，只提意见的写入会办单位一列", "expected one unit: those that each answer a part go into the column of split units, those that give an opinion into that of co-handlers";
        /// Beside the unit another one, or another role.
        OtherUnit = "other_unit", "此处还写有其他单位或职责，请分别写入主办、分办、会办各列（或写成“市甲局（会同市乙局）”）", "another unit or role is written here too: give each its own column (or write 市甲局（会同市乙局）)";
        /// Not the units of the row, each with numbers of its suggestions.
        BadPart = "bad_part", "应写该行的承办单位和它答复的建议序号，如 市甲局：1、3；市乙局：2，序号不超过该行的建议数", "expected units of the row, each with the suggestions that it answers, such as 市甲局：1、3；市乙局：2, and no number beyond those of the row";
        /// Numbers of suggestions of what is merged into the proposal.
        PartOfMerged = "part_of_merged", "含本件和清单中并入本件的提案都没有的建议序号，没有的序号未导入；如有，请在并案后用 extend_part 补给该单位", "numbers suggestions that neither it nor what the list merges into it has: those were left out; where there are such, give them to the unit with extend_part once they are merged";
        /// A name that was not read as it stands there: without what the person belongs to, or a space.
        NameReadAs = "name_read_as", "按另一写法登记", "was read otherwise";
        /// A name of one character, or with a title or a bracket that may be no part of it.
        DoubtfulName = "doubtful_name", "姓名中像是有空格、称呼或注释；已照写登记，如不对，请改正清单，或导入后用 correct 更正提案人", "seems to be a name with a space, a title or a remark in it, and was taken as it stands: if it is, mend the list, or correct the proposers afterwards";
        /// Not a kind of proposal.
        UnknownKind = "unknown_kind", "不是已知的提案类型", "not a known kind of proposal";
        /// Nothing that can be said about publication.
        UnknownPublication = "unknown_publication", "应为“同意公开”“不公开姓名”或“不同意公开”", "expected agreed, names withheld or refused";
        /// Neither in session nor between sessions.
        UnknownTiming = "unknown_timing", "应为“大会”或“平时”", "expected in session or between sessions";
        /// Not a stage of a proposal.
        UnknownStage = "unknown_stage", "不是已知的阶段（如“已立案”“不予立案”“已并案”“已撤案”），未读取，按没有写阶段导入", "not a known stage (such as filed, declined, merged, withdrawn): it was not read, and the row is taken as if it said none";
        /// Not as what a declined proposal goes on.
        UnknownForwarded = "unknown_forwarded", "应为“转来信”或“转社情民意”", "expected letter or opinion report";
        /// The same proposal is decided otherwise in an earlier row.
        OtherDecision = "other_decision", "与前面一行所写的立案情况不同，请改成一致", "says another decision than an earlier row of the same proposal: make them agree";
        /// Not a small number.
        NotAnOrder = "not_an_order", "应为次序，1 至 1000", "expected an order from 1 to 1000";
        /// A control, direction or invisible character.
        BadText = "bad_text", "含有控制字符或不可见字符", "has control or invisible characters";
        /// Longer than the field takes.
        TooLong = "too_long", "内容过长", "is too long";
        /// A number as a spreadsheet shortens it.
        ScientificNumber = "scientific_number", "是科学计数法，编号已不完整；请把该列设为文本格式，重新填写编号", "is in scientific notation and has lost digits: format the column as text and enter the number again";
        /// A switch, a day or a fraction where a number is meant.
        NotANumber = "not_a_number", "不是编号（是逻辑值、日期或小数）；请把该列设为文本格式，重新填写编号", "is a switch, a day or a fraction and no number: format the column as text and enter the number again";
        /// A number with the year of another session.
        OtherYear = "other_year", "编号中的年份不是该届次的年份，请核对编号，或用 --session 指定届次", "has the year of another session: correct the number, or say which session is meant (--session)";
        /// The value is in an earlier row already.
        Repeated = "repeated", "与前面的行重复", "is in an earlier row already";
        /// The spreadsheet could not work out the cell.
        CellError = "cell_error", "单元格是错误值", "the cell holds an error of the spreadsheet";
        /// A formula whose value was not saved.
        NoValue = "no_value", "是公式而没有保存结果，请用办公软件打开文件、保存后再导入", "is a formula without a saved value: open the file in the office program and save it";
        /// A list or an object in a list that a program wrote.
        Nested = "nested", "是列表或对象，应为文字、数字、true、false 或 null", "is a list or an object: expected text, a number, true, false or null";
        /// Not a name with its last day.
        NotAFormerName = "not_a_former_name", "应为名称和截止日期，如 市交通局（至 2024-03-31）", "expected a name with its last day, such as 市交通局（至 2024-03-31）";
        /// Further cells than the header has names for.
        LongRow = "long_row", "比表头多出内容", "has more cells than the header";
        /// Cells in columns without a name.
        NoHeader = "no_header", "所在列没有列名，未读取", "stands in a column without a name, and is not read";
        /// Not a code.
        NotACode = "not_a_code", "应为字母、数字、- 或 _ 组成的代码", "expected a code of letters, digits, - or _";
    }
}

impl CellFault {
    /// Whether the cell is taken all the same, and only to be looked at.
    #[must_use]
    pub const fn is_remark(self) -> bool {
        matches!(
            self,
            Self::NoHeader
                | Self::PartOfMerged
                | Self::UnitRepeated
                | Self::NameReadAs
                | Self::DoubtfulName
                | Self::UnknownStage
        )
    }
}
