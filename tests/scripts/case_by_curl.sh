#!/usr/bin/env bash
# One whole case over REST with nothing but `curl` and `jq`: filed, handed over, sent back once, issued, rated
# dissatisfied, handled a second time, rated again; with what goes wrong on the way.
set -Eeuo pipefail
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/server.sh"

# call WHO METHOD PATH [BODY] [curl options…]: the body goes to `body`, the head to `head`, the status to $status.
declare -A token
call() {
    local who=$1 method=$2 path=$3 data=${4:-}
    shift $(($# < 4 ? $# : 4))
    local options=(-sS -X "$method" -D head -o body -w '%{http_code}')
    if [ -n "${token[$who]:-}" ]; then options+=(-H "authorization: Bearer ${token[$who]}"); fi
    if [ -n "$data" ]; then options+=(-H 'content-type: application/json' --data-binary "$data"); fi
    status=$(curl "${options[@]}" "$@" "$BANLI_SERVER/api/v1$path")
}

# ok WHO METHOD PATH [BODY] [curl options…]: it must succeed.
ok() {
    call "$@"
    case $status in 2*) ;; *) fail "$2 $3: $status $(cat body)" ;; esac
}

# no STATUS CODE WHO METHOD PATH [BODY] [curl options…]: it must be refused with this problem.
no() {
    local wanted=$1 code=$2
    shift 2
    call "$@"
    same "status of $2 $3 ($(head -c 300 body))" "$wanted" "$status"
    same "code of $2 $3" "$code" "$(jq -r .code body)"
    grep -qi '^content-type: application/problem+json' head || fail "$2 $3: no problem+json"
}

# run WHO COMMAND: a command on the case.
run() {
    ok "$1" POST "/proposals/$case/commands" "$2"
}

get() { jq -r "$1" body; }

login() {
    ok nobody POST /login "$(jq -n --arg l "$1" --arg p "$2" '{login: $l, password: $p}')"
    token[$1]=$(get .token)
}

echo '== doors'
start_server
no 401 unauthenticated nobody GET /me
no 401 wrong_login nobody POST /login '{"login":"admin","password":"not the password"}'
no 401 wrong_login nobody POST /login '{"login":"nobody-at-all","password":"not the password"}'
token[forged]=banli_0000000000000000000000000000000000000000000
no 401 unauthenticated forged GET /me
login admin "$(cat admin-password)"

echo '== the office'
ok admin PUT /units '{"units":[{"code":"B01","name":"市交通运输局"},{"code":"B01-1","name":"公共交通处","parent":"B01"},
  {"code":"B02","name":"市城市管理局"},{"code":"B02-1","name":"市容环境处","parent":"B02"}]}'
ok admin PUT /sessions '{"id":"2023","name":"七届三次会议","year":2023,"current":true}'
person() {
    local login=$1 name=$2 role=$3 place=${4:-}
    ok admin POST /people "$(jq -n --arg l "$login" --arg n "$name" --arg r "$role" --arg p "$place" \
        '{login: $l, name: $n, password: "a password for everybody",
          posts: [if $p == "" then {role: $r} else {role: $r, place: $p} end]}')"
    login "$login" 'a password for everybody'
}
person coordinator 顾文清 coordinator
person liaison 周立 liaison B01
person handler 吴倩 handler B01-1
person head 郑海 department_head B01-1
person chief 王建国 unit_head B01
person stranger 褚卫 handler B02-1
person member 陈·阿依古丽 proposer
no 403 forbidden handler POST /people '{"login":"x","name":"某","password":"12345678","posts":[]}'

echo '== bad input'
proposal='{"proposal":{"title":"关于延长夜间公交运营时间的提案","body":"晚间公交班次少，市民出行不便。",
  "proposers":[{"name":"陈·阿依古丽"}],"kind":"individual","timing":"in_session",
  "suggestions":["延长末班车时间","开通接驳线"]}}'
no 422 bad_field coordinator POST /proposals '{"proposal":'
no 422 bad_field coordinator POST /proposals '{"proposal":{"title":1}}'
same 'the pointer' /proposal/title "$(get '.errors[0].pointer')"
no 422 bad_field coordinator POST /proposals "$(jq -c '.more = 1' <<<"$proposal")"
no 422 bad_field coordinator POST /proposals "$(jq -c '.proposal.title = ("长" * 10000)' <<<"$proposal")"
no 422 bad_field coordinator POST /proposals "$(jq -c '.proposal.title = "a\u001b[2Jb"' <<<"$proposal")"
no 422 bad_field coordinator POST /proposals "$(jq -c '.proposal.body = "a\u202eb"' <<<"$proposal")"
no 415 unsupported_media_type coordinator POST /proposals '' -H 'content-type: text/plain' --data-binary x
head -c 3000000 /dev/zero | tr '\0' ' ' >large
no 413 too_large coordinator POST /proposals '' -H 'content-type: application/json' --data-binary @large
no 404 not_found coordinator GET /proposals/20230001

echo '== submitted, once'
ok coordinator POST '/proposals?dry_run=true' "$proposal"
ok coordinator POST /proposals "$proposal" -H 'idempotency-key: submit-1'
case=$(get .case.id)
ok coordinator POST /proposals "$proposal" -H 'idempotency-key: submit-1'
same 'the same answer' "$case" "$(get .case.id)"
grep -qi '^idempotent-replayed: true' head || fail 'a repeat does not say that it is one'
no 422 key_reused coordinator POST /proposals "$(jq -c '.proposal.title = "另一件"' <<<"$proposal")" \
    -H 'idempotency-key: submit-1'
ok coordinator GET '/proposals?count=true'
same 'one proposal' 1 "$(get .total)"
no 404 not_found stranger GET "/proposals/$case"
ok stranger GET /proposals
same 'not listed to others' 0 "$(get '.items | length')"

echo '== filed and handed over'
no 403 forbidden member POST "/proposals/$case/commands" '{"file":{}}'
run coordinator '{"file":{}}'
number=$(get .case.number)
same 'the number' 20230001 "$number"
etag=$(sed -n 's/^[eE][tT]ag: *//p' head | tr -d '\r')
no 409 refused coordinator POST "/proposals/$case/commands" '{"file":{}}'
hand_over='{"hand_over":{"to":[{"unit":"B01","role":"lead"}],"visit_required":true,"plain_weekdays":true}}'
no 412 stale_version coordinator POST "/proposals/$number/commands" "$hand_over" -H 'if-match: "1"'
same 'the version now' "$etag" "\"$(get .current_version)\""
no 422 bad_field coordinator POST "/proposals/$number/commands" '{"hand_over":{"to":[{"unit":"B99","role":"lead"}]}}'
ok coordinator POST "/proposals/$number/commands" "$hand_over" -H "if-match: $etag"
no 404 not_found stranger POST "/proposals/$case/commands" '{"accept":{"assignment":1}}'

echo '== handled'
ok liaison GET /inbox
same 'it waits for the unit' "$number" "$(get '.items[0].proposal.number')"
run liaison '{"accept":{"assignment":1}}'
run liaison '{"dispatch":{"assignment":1,"department":"B01-1"}}'
answers() {
    local no
    for no in 1 2; do
        run handler "{\"answer_suggestion\":{\"assignment\":1,\"suggestion\":$no,\"verdict\":\"adopted\",\"text\":\"$1\"}}"
    done
    run handler "{\"save_draft\":{\"assignment\":1,\"class\":\"a\",\"body\":\"$1\"}}"
}
answers 经研究，延长五条线路末班车至二十三时。
no 409 refused handler POST "/proposals/$case/commands" '{"submit_reply":{"assignment":1}}'
same 'the gate' consult_first "$(get .refusal.gate)"
contact() {
    run handler "{\"log_contact\":{\"assignment\":1,\"on\":\"$(day today)\",\"form\":\"visit\",\"members\":[\"陈·阿依古丽\"],
      \"unit_side\":[{\"name\":\"王建国\",\"position\":\"$1\"}],\"said\":\"当面听取了委员的意见\"}}"
}
contact handler
run handler '{"submit_reply":{"assignment":1}}'

echo '== reviewed, and sent back once'
no 409 refused chief POST "/proposals/$case/commands" '{"sign":{"assignment":1}}'
no 403 forbidden handler POST "/proposals/$case/commands" '{"approve":{"assignment":1,"level":"one"}}'
no 409 refused head POST "/proposals/$case/commands" '{"send_back":{"assignment":1,"defects":[],"note":""}}'
same 'the gate' send_back_says_why "$(get .refusal.gate)"
run head '{"send_back":{"assignment":1,"defects":["evasive"],"note":"请写明具体线路"}}'
answers 经研究，延长一、五、八路末班车至二十三时。
run handler '{"submit_reply":{"assignment":1}}'
review() {
    local text
    ok head GET "/proposals/$case"
    text=$(get '.texts["1"]')
    no 422 bad_field head POST "/proposals/$case/commands" '{"approve":{"assignment":1,"level":"one"}}'
    same 'what is missing' /approve/hash "$(get '.errors[0].pointer')"
    no 409 refused head POST "/proposals/$case/commands" '{"approve":{"assignment":1,"level":"one","hash":"another"}}'
    run head "{\"approve\":{\"assignment\":1,\"level\":\"one\",\"hash\":\"$text\"}}"
    run liaison "{\"approve\":{\"assignment\":1,\"level\":\"two\",\"hash\":\"$text\"}}"
    run chief "{\"sign\":{\"assignment\":1,\"document_number\":\"$1\",\"hash\":\"$text\"}}"
}
review 交函12号
ok member GET "/proposals/$case"
same 'a member reads no trail' 0 "$(get '.case.assignments[0].rounds[0].trail | length')"

echo '== rated, handled again, rated again'
no 403 forbidden liaison POST "/proposals/$case/commands" '{"rate":{"assignment":1,"work":"satisfied","result":"satisfied"}}'
run member '{"rate":{"assignment":1,"work":"satisfied","result":"dissatisfied","comment":"没有回应接驳线"}}'
same 'a second handling' 2 "$(get '.case.assignments[0].rounds | length')"
answers 经研究，另开通两条夜间接驳线。
contact handler
no 409 refused handler POST "/proposals/$case/commands" '{"submit_reply":{"assignment":1}}'
same 'the gate' leader_meets_member "$(get .refusal.gate)"
contact unit_head
run handler '{"submit_reply":{"assignment":1}}'
review 交函31号
run member '{"rate":{"assignment":1,"work":"satisfied","result":"satisfied"}}'
same 'closed' closed "$(get .stage)"

echo '== counted'
ok coordinator GET /figures
same 'first and final' '0 1 1' "$(get '.figures | "\(.first_satisfaction.numerator) \(.final_satisfaction.numerator) \(.second_handling.numerator)"')"
ok coordinator GET "/proposals/$case/events"
events=$(get '.items | length')
ok nobody GET /openapi.json
same 'the contract' 3.1.0 "$(get .openapi)"
ok member POST /logout
no 401 unauthenticated member GET /me
banli-server verify --db "sqlite://$PWD/banli.db" >verified 2>&1 || fail "the record does not hold: $(cat verified)"
echo "a case of $events events, played with curl"
