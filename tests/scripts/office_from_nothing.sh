#!/usr/bin/env bash
# An office set up from nothing, as the README says: units, people, a session, a list.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/server.sh"

# expect WHAT TEXT COMMAND…: the command must work and its output must contain the text.
expect() {
    local what=$1 text=$2 said
    shift 2
    said=$("$@") || { echo "$what: failed" >&2; return 1; }
    [[ $said == *"$text"* ]] || { printf '%s: no %s in:\n%s\n' "$what" "$text" "$said" >&2; return 1; }
    echo "ok: $what"
}

start_server
export LANG=en_US.UTF-8
printf 'code,name,kind\nB03,市交通运输局,政府\nB18,市住房和建设局,政府\n' >units.csv
cat >proposals.csv <<'LIST'
七届三次会议提案一览表,,,
案由,提案者,提案类型,主办单位
关于延长夜间公交运营时间的提案,陈明、林小燕,联名,市交通运输局
关于老旧小区加装电梯的提案,张三,个人,市住房和建设局
LIST
printf 'a password for lin\n' >lin.txt

expect 'log in' 'admin' banli login admin --password-file admin-password
expect 'units' 'added 2' banli unit import units.csv
expect 'a session' '2023' banli session put 2023 --name 七届三次会议 --year 2023 --current
expect 'a coordinator' '林小燕' banli user add lin --name 林小燕 --role coordinator --password-file lin.txt
expect 'a unit head' '王建国' \
    banli user add wang --name 王建国 --role unit_head --unit B03 --password-file lin.txt
if banli user add x --name X --role unit_head --unit NONE --password-file lin.txt 2>refused.txt; then
    echo 'a post in a unit that is not there was accepted' >&2
    exit 1
fi

banli profile shipped two-scales >rules.toml
expect 'rules that can be used' 'two-scales' banli profile check rules.toml
expect 'what new rules change' 'deadlines.reply.working_days' \
    banli profile put rules.toml --note 试行 --dry-run
expect 'new rules' 'revision 2' banli profile put rules.toml --note 试行
printf '[lights]\nred = 90\n' >wrong.toml
if banli profile put wrong.toml --note x 2>refused.txt; then echo 'bad rules were accepted' >&2; exit 1; fi
grep -q 'lights.red' refused.txt || { echo 'the fault is not named:' >&2; cat refused.txt >&2; exit 1; }
expect 'a deadline counted' '2023-04-06' banli calendar count 2023-03-31 --working-days 3
expect 'the working days of a quarter' '62' banli calendar count 2023-03-31 --until 2023-06-30
cat >days.toml <<'DAYS'
[[notices]]
year = 2027
holidays = [{ zh = "元旦", en = "New Year", from = "2027-01-01", to = "2027-01-03" }]
DAYS
expect 'another year' 'change 1' banli calendar put days.toml --note 国务院通知
expect 'its holidays' 'New Year' banli calendar show 2027
sed 's/2027/2028/g' days.toml >later.toml
if banli calendar put later.toml --note x 2>refused.txt; then echo 'a year was lost without a word' >&2; exit 1; fi
grep -q 'arrangements of 2027' refused.txt || { echo 'the year that would go is not named:' >&2; cat refused.txt >&2; exit 1; }

expect 'log in as the coordinator' '林小燕' banli login lin --password-file lin.txt
expect 'a trial' 'added 2' banli import proposals.csv --dry-run
[ "$(banli list --json | jq length)" = 0 ] || { echo 'a trial was kept' >&2; exit 1; }
expect 'the list' 'added 2' banli import proposals.csv
expect 'the list again' 'added 0' banli import proposals.csv
[ "$(banli list --json | jq length)" = 2 ] || { echo 'the list is not there once' >&2; exit 1; }
expect 'the inbox' '加装电梯' banli inbox
expect 'the figures' 'filed' banli figures
banli logout
status=0
banli inbox 2>told.txt || status=$?
[ "$status" = 3 ] || { echo "not logged in is exit code 3, not $status" >&2; exit 1; }
echo 'ok: an office from nothing'
