//! Numbers that are one sign each, as fonts for Chinese have them.

/// A row of such signs: the first and the last, and what the first counts.
type Run = (char, char, u32);

/// Each row by its first sign, with its runs.
const ROWS: [(char, &[Run]); 9] = [
    ('①', &[('①', '⑳', 1), ('㉑', '㉟', 21), ('㊱', '㊿', 36)]),
    ('⑴', &[('⑴', '⒇', 1)]),
    ('⒈', &[('⒈', '⒛', 1)]),
    ('㈠', &[('㈠', '㈩', 1)]),
    ('㊀', &[('㊀', '㊉', 1)]),
    ('❶', &[('❶', '❿', 1), ('⓫', '⓴', 11)]),
    ('➀', &[('➀', '➉', 1)]),
    ('➊', &[('➊', '➓', 1)]),
    ('⓵', &[('⓵', '⓾', 1)]),
];

/// The first sign of its row, and the number.
pub(super) fn read(sign: char) -> Option<(char, u32)> {
    ROWS.iter().find_map(|(row, runs)| {
        let run = runs
            .iter()
            .find(|(from, to, _)| (*from..=*to).contains(&sign));
        run.map(|(from, _, no)| (*row, u32::from(sign) - u32::from(*from) + no))
    })
}

/// The sign of a row for a number; none where the row does not reach so far.
pub(super) fn write(row: char, no: u32) -> Option<char> {
    let (_, runs) = ROWS.iter().find(|(first, _)| *first == row)?;
    runs.iter().find_map(|(from, to, first)| {
        let sign = char::from_u32(u32::from(*from) + no.checked_sub(*first)?)?;
        (sign <= *to).then_some(sign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_rows_end() {
        for (row, last) in [('①', 50), ('⑴', 20), ('⒈', 20), ('㈠', 10), ('❶', 20)] {
            for no in 1..=last {
                assert_eq!(write(row, no).and_then(read), Some((row, no)));
            }
            assert_eq!((write(row, 0), write(row, last + 1)), (None, None), "{row}");
        }
        assert_eq!((write('①', 21), write('㈠', 3)), (Some('㉑'), Some('㈢')));
        assert_eq!(read('一'), None);
    }
}
