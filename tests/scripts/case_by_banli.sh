#!/usr/bin/env bash
# An office from nothing and one whole case, with nothing but `banli`: filed, handed over, sent back
# once, issued, rated dissatisfied, handled a second time, rated again; exit codes and --json beside it.
set -Eeuo pipefail
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/server.sh"

# as LOGIN ARGUMENTS…: everybody has a home, and so a login, of their own.
as() {
    local home=$scratch/homes/$1
    shift
    HOME=$home XDG_CONFIG_HOME=$home/config XDG_STATE_HOME=$home/state banli "$@"
}

# exits CODE TEXT COMMAND…: ends with this code, says this on standard error, prints nothing.
exits() {
    local code=$1 text=$2 got=0
    shift 2
    "$@" >out 2>err || got=$?
    same "exit code of: $* ($(cat err))" "$code" "$got"
    grep -qF -- "$text" err || fail "$* did not say \"$text\" but: $(cat err)"
    [ ! -s out ] || fail "$* failed and printed: $(cat out)"
}

stage() {
    as coordinator show "$case" --json | jq -r '.assignments[0].stage'
}

echo '== the office'
start_server
exits 3 'banli login' as admin whoami
exits 3 'do not fit' as admin login admin --password-file <(echo 'not the password')
as admin login admin --password-file admin-password >said 2>err
same 'who logged in' admin "$(as admin whoami --json | jq -r .login)"
exits 2 'Usage' as admin lsit
exits 4 'cannot be reached' as admin --server http://127.0.0.1:1 whoami
exits 2 'http://' as admin --server example.org whoami
as admin session put 2023 --name 七届三次会议 --year 2023 --closed-on 2023-01-13 --current >said
cat >units.csv <<'END'
代码,单位名称,类别,上级,别名
B01,市交通运输局,政府,,市交通局
B01-1,公共交通处,,B01,
B02,市城市管理局,政府,,
B02-1,市容环境处,,B02,
END
as admin unit import units.csv --dry-run >said
same 'a trial keeps nothing' 0 "$(as admin unit list --json | jq length)"
same 'units added' 4 "$(as admin unit import units.csv --json | jq .added)"
same 'a list taken in twice' '0 4' "$(as admin unit import units.csv --json | jq -r '"\(.added) \(.same)"')"
printf '代码,单位名称\nB09\n,无代码单位\n' >bad.csv
exits 1 'bad.csv' as admin unit import "$scratch/no/bad.csv"
before=$(as admin unit list --json)
if as admin unit import bad.csv >said 2>err; then fail "a faulty list was taken in: $(cat said)"; fi
same 'all rows or none' "$before" "$(as admin unit list --json)"

printf 'a password for everybody\n' >password
person() {
    local login=$1 name=$2 role=$3 place=${4:-}
    as admin user add "$login" --name "$name" --role "$role" ${place:+--unit "$place"} --password-file password >said
    as "$login" login "$login" --password-file password >said 2>err
}
person coordinator 顾文清 coordinator
person liaison 周立 liaison B01
person handler 吴倩 handler B01-1
person head 郑海 department_head B01-1
person chief 王建国 unit_head B01
person stranger 褚卫 handler B02-1
person member 陈·阿依古丽 proposer
exits 5 'this login already' as admin user add handler --name 另一人 --role handler --unit B01-1 --password-file password
exits 1 'administrators' as handler user add other --name 另一人 --role handler --unit B01-1 --password-file password

echo '== the list'
cat >list.csv <<'END'
七届三次会议提案清单,,,
案由,提案人,提案内容,主办单位
关于延长夜间公交运营时间的提案,陈·阿依古丽,晚间公交班次少，市民出行不便。,市交通局
关于增设口袋公园的提案,林小燕,老城区绿地不足。,市城市管理局
END
exits 1 '' as member import list.csv
as coordinator import list.csv --dry-run >said
grep -q 夜间公交 said || fail "a trial shows no rows: $(cat said)"
same 'proposals added' 2 "$(as coordinator import list.csv --json | jq .added)"
same 'a list taken in twice' '0 2' "$(as coordinator import list.csv --json | jq -r '"\(.added) \(.same)"')"
case=$(as coordinator list -q 夜间公交 --json | jq -r '.[0].id')
same 'the other one' submitted "$(as coordinator list -q 口袋公园 --jsonl | jq -r .stage)"

echo '== filed and handed over'
exits 1 '' as stranger show "$case"
as coordinator 'do' "$case" file >said
number=$(as coordinator show "$case" --json | jq -r .case.number)
exits 1 '' as coordinator 'do' "$number" file
exits 2 'acept' as coordinator 'do' "$number" acept
exits 2 'unti' as coordinator 'do' "$number" hand_over to.0.unti=B01 to.0.role=lead
version=$(as coordinator show "$number" --json | jq .case.version)
as coordinator 'do' "$number" hand_over to.0.unit=B01 to.0.role=lead visit_required=true plain_weekdays=true --dry-run >said
same 'a trial keeps nothing' "$version" "$(as coordinator show "$number" --json | jq .case.version)"
exits 5 'changed' as coordinator 'do' "$number" mark_key leader=王副市长 --if-version $((version + 7))
as coordinator 'do' "$number" hand_over to.0.unit=B01 to.0.role=lead visit_required=true plain_weekdays=true \
    --if-version "$version" --key hand-over-once >said
as coordinator 'do' "$number" hand_over to.0.unit=B01 to.0.role=lead visit_required=true plain_weekdays=true \
    --if-version "$version" --key hand-over-once >said
same 'handed over once' 1 "$(as coordinator show "$number" --json | jq '.assignments | length')"
member=$(as coordinator user list --role proposer --json | jq -r '.[0].id')
as coordinator 'do' "$number" link_proposer proposer=1 person="$member" >said

echo '== handled'
same 'it waits for the unit' "$number" "$(as liaison inbox --json | jq -r '.[0].proposal.number')"
as liaison 'do' "$number" accept >said
handler=$(as liaison user list --role handler --unit B01 --json | jq -r '.[0].id')
as liaison 'do' "$number" dispatch department=B01-1 handler="$handler" >said
same 'it waits for the handler' 1 "$(as handler inbox --json | jq length)"
first_due=$(as liaison show "$number" --json | jq -r '.assignments[0].due')
latest=$(as liaison show "$number" --json | jq -r '.assignments[0].extendable_until')
exits 1 'no extension goes further' as liaison 'do' "$number" request_extension until="$(day '+2 years')" reason=再议
as liaison 'do' "$number" request_extension until="$latest" reason=需会同多部门调研 >said
same 'the office decides' decide_extension "$(as coordinator inbox --json | jq -r '.[0].attention.why')"
as coordinator 'do' "$number" grant_extension plain_weekdays=true note=同意 >said
same 'put off' "$latest" "$(as liaison show "$number" --json | jq -r '.assignments[0].due')"
same 'the first one stays' "$first_due" \
    "$(as liaison show "$number" --json | jq -r '.case.assignments[0].original_due.date')"
as liaison show "$number" | grep -q "granted $latest" || fail 'show does not say the extension'
as liaison show "$number" | grep -q "first deadline $first_due, extended to $latest" ||
    fail 'show does not say the first deadline'

answer() {
    local text=$1 verdict=${2:-adopted}
    as handler 'do' "$number" answer_suggestion suggestion=1 verdict="$verdict" text="$text" >said
    jq -n --arg text "$text" --arg by "$(day '+1 year')" \
        '{assignment: 1, body: $text, class: "b", promises: [{text: "开通两条夜间接驳线", by: $by}]}' >draft.json
    as handler 'do' "$number" save_draft --data @draft.json >said
}
answer 经研究，延长五条线路末班车至二十三时。 planned
exits 1 '' as handler 'do' "$number" submit_reply
grep -q 'contact' err || fail "the refusal does not say what is missing: $(cat err)"
exits 1 '' as handler --lang zh 'do' "$number" submit_reply
grep -q '沟通' err || fail "the refusal does not say it in Chinese: $(cat err)"
as handler 'do' "$number" log_contact on="$(day today)" form=visit members.0=陈·阿依古丽 \
    unit_side.0.name=吴倩 unit_side.0.position=handler said=当面听取了委员的意见 outcome=同意延长 >said
as handler 'do' "$number" submit_reply >said

echo '== reviewed, and sent back once'
exits 1 '' as chief 'do' "$number" sign --text 0123456789abcdef
exits 1 '' as handler 'do' "$number" approve level=one --text 0123456789abcdef
as head 'do' "$number" send_back defects.0=evasive note=请写明具体线路 >said
same 'sent back' drafting "$(stage)"
answer 经研究，延长一、五、八、十二、二十路末班车至二十三时。 planned
as handler 'do' "$number" submit_reply >said
# The text that waits for review, as its reader is shown it.
text() { as "$1" show "$number" --json | jq -r '.texts["1"]'; }
exits 2 '--text' as head 'do' "$number" approve level=one
as coordinator 'do' "$number" urge note=请今日内审核 >said
same 'urged in the inbox' 请今日内审核 "$(as head inbox --json | jq -r '.[0].attention.urged.note')"
same 'urged as a notice' 'urged 请今日内审核' "$(as head notices --json | jq -r '.[0] | "\(.kind) \(.note)"')"
exits 1 'class fits content' as head 'do' "$number" change_class class=a reason=已解决 --text "$(text head)"
exits 1 'read it again' as head 'do' "$number" approve level=one --text 0123456789abcdef
as head --lang en show "$number" | grep -qF "text: $(text head)" || fail 'show does not say which text waits for review'
review() {
    as head 'do' "$number" approve level=one --text "$(text head)" >said
    as liaison 'do' "$number" approve level=two --text "$(text liaison | head -c 12)" >said
    [ "$1" = 交函〔2023〕12号 ] || exits 1 "on the reply to proposal $number already; the next free one is \"交函〔2023〕13号\"" \
        as chief 'do' "$number" sign document_number=交函〔2023〕12号 hash="$(text chief)"
    as chief 'do' "$number" sign document_number="$1" hash="$(text chief)" >said
}
review 交函〔2023〕12号
same 'issued' issued "$(stage)"

echo '== dissatisfied: a second handling'
as member show "$number" >said
grep -q 二十路 said || fail "the member does not see the reply: $(cat said)"
as member 'do' "$number" rate work=satisfied result=dissatisfied contacted=true comment=末班车仍然太早 >said
same 'a second handling' 'drafting 2' \
    "$(as coordinator show "$number" --json | jq -r '.assignments[0] | "\(.stage) \(.round)"')"
answer 再次研究后，另开通两条夜间接驳线。 planned
exits 1 '' as handler 'do' "$number" submit_reply
as handler 'do' "$number" log_contact on="$(day today)" form=visit members.0=陈·阿依古丽 \
    unit_side.0.name=吴倩 unit_side.0.position=handler unit_side.1.name=郑海 unit_side.1.position=department_head \
    said=处长当面说明了方案 outcome=委员认可 >said
as handler 'do' "$number" submit_reply >said
review 交函〔2023〕45号
as member 'do' "$number" rate work=satisfied result=satisfied contacted=true >said
same 'closed' closed "$(stage)"
same 'signed twice' 2 "$(as coordinator show "$number" --events --json | jq '[.[] | select(.event.what | has("signed"))] | length')"

echo '== figures, lists out, tokens'
as coordinator figures --json >figures.json
jq -e '.figures | .completion.numerator == 1 and .second_handling.numerator == 1 and .first_satisfaction.numerator == 0
    and .final_satisfaction.numerator == 1' figures.json >said || fail "$(cat figures.json)"
as coordinator export proposals.csv -o out.csv
grep -q "$number" out.csv || fail "the export lacks $number"
same 'an export as JSON' 2 "$(as coordinator export proposals.json | jq length)"
token=$(as coordinator token make nightly)
same 'a token of its own' coordinator "$(BANLI_TOKEN=$token as nobody whoami --json | jq -r .login)"
BANLI_TOKEN=$token exits 1 'scope' as nobody 'do' "$number" file
id=$(as coordinator token list --json | jq -r '.[] | select(.label == "nightly").id')
as coordinator token revoke "$id"
BANLI_TOKEN=$token exits 3 'banli login' as nobody whoami
for who in admin coordinator liaison handler head chief stranger member; do
    as "$who" logout
    exits 3 'banli login' as "$who" whoami
done
banli-server verify --db "sqlite://$PWD/banli.db" --data "$PWD/data" >said
as coordinator login coordinator --password-file password >said 2>err
as coordinator --lang zh figures
as coordinator logout
