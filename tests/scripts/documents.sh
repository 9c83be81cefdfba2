#!/usr/bin/env bash
# Documents of a whole case and the workbook of its figures, made through a real server and opened by a real office
# program: LibreOffice turns each into a PDF, whose pages are counted and whose text is read. With BANLI_DOCUMENTS naming a folder they are kept there.
set -Eeuo pipefail
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/server.sh"

# as LOGIN ARGUMENTS…: everybody has a home, and so a login, of their own.
as() {
    local home=$scratch/homes/$1
    shift
    HOME=$home XDG_CONFIG_HOME=$home/config XDG_STATE_HOME=$home/state banli "$@"
}

# refuses TEXT COMMAND…: fails, and says this.
refuses() {
    local text=$1
    shift
    if "$@" >out 2>err; then fail "$* was not refused"; fi
    grep -qF -- "$text" err || fail "$* did not say \"$text\" but: $(cat err)"
}

# to_pdf FILE…: with a profile of its own, and never for longer than two minutes.
to_pdf() {
    timeout 120 soffice "-env:UserInstallation=file://$scratch/office" --headless --convert-to pdf "$@" \
        >office.log 2>&1 || { cat office.log >&2; fail "LibreOffice could not convert $*"; }
}

# pages FILE.pdf
pages() {
    pdfinfo "$1" | sed -n 's/^Pages: *//p'
}

# says FILE.pdf TEXT…: the text of all pages, without the breaks of lines, holds each of these in this order.
says() {
    local file=$1 rest text
    shift
    rest=$(pdftotext -raw "$file" - | sed 's/[[:space:]　]//g' | paste -sd '')
    for text in "$@"; do
        text=${text// /}
        case $rest in
        *"$text"*) rest=${rest#*"$text"} ;;
        *) fail "$file does not say \"$text\" in its place: $(pdftotext -raw "$file" -)" ;;
        esac
    done
}

command -v soffice >/dev/null && command -v pdftotext >/dev/null ||
    { echo 'no office program: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-noto-cjk' >&2; exit 1; }

echo '== the office'
start_server
as admin login admin --password-file admin-password >said 2>err
as admin session put 2023 --name 七届三次会议 --year 2023 --closed-on 2023-01-13 --current >said
cat >units.csv <<'END'
代码,单位名称,类别,上级,联系电话
B01,市交通运输局,政府,,0755-00001234
B01-1,公共交通处,,B01,
B02,市城市管理局,政府,,
B02-1,市容环境处,,B02,
END
as admin unit import units.csv >said
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
person helper 陈默 liaison B02
person member 陈·阿依古丽 proposer

echo '== a joint proposal, and one of a party merged into it'
cat >joint.json <<'END'
{"proposal": {"title": "关于延长夜间公交运营时间、方便市民夜间出行的提案", "kind": "joint", "timing": "in_session",
 "category": "交通", "proposers": [{"name": "陈·阿依古丽"}, {"name": "林小燕"}],
 "body": "随着夜间经济的发展，市民夜间出行需求持续增长。\n目前多数线路末班车在二十一时三十分前收车，夜班职工和夜间就医群众出行不便。",
 "suggestions": ["延长主要干线公交末班车时间至二十三时。", "在医院、车站等重点场所之间开通夜间接驳线。", "夜间公交票价减半。{ HYPERLINK \"http://example.org\" } <w:t>&amp"]}}
END
cat >party.json <<'END'
{"proposal": {"title": "关于优化夜间公共交通的提案", "kind": "party", "timing": "in_session", "category": "交通",
 "proposers": [{"name": "民革市委会"}], "body": "夜间公共交通供给不足。", "suggestions": ["优化夜间线路。"]}}
END
number=$(as coordinator submit joint.json --json | jq -r .case.id)
other=$(as coordinator submit party.json --json | jq -r .case.id)
as coordinator 'do' "$number" file >said
as coordinator 'do' "$other" file >said
number=$(as coordinator show "$number" --json | jq -r .case.number)
other=$(as coordinator show "$other" --json | jq -r .case.number)
as coordinator 'do' "$other" merge into="$number" >said
person_id=$(as coordinator user list --role proposer --json | jq -r '.[0].id')
as coordinator 'do' "$number" link_proposer proposer=1 person="$person_id" >said
as coordinator 'do' "$number" hand_over to.0.unit=B01 to.0.role=lead to.1.unit=B02 to.1.role=co_handler \
    goal=年内开通夜间接驳线 visit_required=true plain_weekdays=true >said
refuses '1 (市交通运输局)' as coordinator document sheet "$number" -o never.docx
[ ! -e never.docx ] || fail 'a file was left of a document that was refused'
as coordinator document sheet "$number" --assignment 1 -o sheet.docx >said
as helper document sheet "$number" -o helpers-sheet.docx >said
refuses '' as helper document sheet "$number" --assignment 1 -o never.docx
refuses '' as coordinator document letter "$number" -o never.docx

echo '== a draft'
as liaison 'do' "$number" accept >said
handler=$(as liaison user list --role handler --unit B01 --json | jq -r '.[0].id')
as liaison 'do' "$number" dispatch assignment=1 department=B01-1 handler="$handler" >said
answer() {
    as handler 'do' "$number" answer_suggestion assignment=1 suggestion="$1" verdict="$2" text="$3" >said
}
answer 1 adopted '自七月起，一、五、八、十二、二十路末班车已延长至二十三时，今后将视客流再作调整。'
answer 2 planned '计划落实，已列入下一步工作安排，明确了责任处室。计划开通两条夜间接驳线，串联市人民医院、火车北站和长途客运站。'
answer 3 not_adopted '夜间公交为保本运营，票价由价格主管部门核定，现阶段不具备减半条件。'
# What the merged proposal asks for.
answer 4 adopted '已优化六条线路。'
jq -n --arg by "$(day '+1 year')" '{assignment: 1, class: "b",
    body: "尊敬的陈·阿依古丽委员：\n收到提案后，我局会同有关单位开展实地调研，并当面听取了委员的意见。\n全市现有夜间线路四十六条，日均客流约三万人次。",
    promises: [{text: "开通两条夜间接驳线", by: $by}]}' >draft.json
as handler 'do' "$number" save_draft --data @draft.json >said
as handler 'do' "$number" log_contact assignment=1 on="$(day today)" form=visit members.0=陈·阿依古丽 \
    unit_side.0.name=吴倩 unit_side.0.position=handler said=当面听取了委员的意见 outcome=同意延长 >said
as handler document letter "$number" -o draft.docx >said
refuses '' as member document letter "$number" -o never.docx
refuses '' as helper document letter "$number" -o never.docx

echo '== the reply'
as handler 'do' "$number" submit_reply assignment=1 >said
as coordinator 'do' "$number" waive_opinion assignment=2 reason=会办单位已口头同意 --dry-run >said 2>&1 || true
text() { as "$1" show "$number" --json | jq -r '.texts["1"]'; }
as head 'do' "$number" approve assignment=1 level=one --text "$(text head)" >said
as liaison 'do' "$number" approve assignment=1 level=two --text "$(text liaison)" >said
# The co-handler's part is not what this is about: its assignment is taken back.
as coordinator 'do' "$number" take_back assignment=2 >said
as chief 'do' "$number" sign assignment=1 document_number=深交函〔2023〕12号 hash="$(text chief)" >said
as member document letter "$number" -o letter.docx >said
refuses 'already' as member document letter "$number" -o letter.docx
as member document form "$number" -o form.docx >said
same 'the letter of the one that was merged' "$(sha256sum <letter.docx)" \
    "$(as coordinator document letter "$other" -o - | sha256sum)"
same 'a name of its own' "答复函-$number.docx" "$(as member document letter "$number")"
same 'the same bytes' "$(sha256sum <letter.docx)" "$(as member document letter "$number" -o - | sha256sum)"
as liaison document letter --unit B01 -o letters.zip >said
refuses '' as helper document letter --unit B01 -o never.zip

echo '== where things stand'
as coordinator document bulletin -o bulletin.docx >said
as liaison document bulletin --unit B01 -o units-bulletin.docx >said
refuses '' as liaison document bulletin -o never.docx

echo '== in the words of the office'
as liaison template show letter --unit B01 >mine.toml 2>said
grep -q '程序自带\|shipped' said || fail "a template does not say where it comes from: $(cat said)"
sed -i 's/^text = "感谢您.*/text = "请继续关注{案号}。"/' mine.toml
refuses '没有占位符“{案号}”' as liaison --lang zh template check letter mine.toml
refuses "line $(grep -n 案号 mine.toml | cut -d: -f1)" as liaison --lang en template put letter mine.toml --unit B01 --note x
sed -i 's/{案号}/{案由}一事/' mine.toml
as liaison template check letter mine.toml >said
refuses '' as helper template put letter mine.toml --unit B01 --note 越权
as liaison template put letter mine.toml --unit B01 --note 结尾换个说法 >said
as member document letter "$number" -o own-words.docx >said
same 'revisions' 1 "$(as helper template history letter --unit B01 --json | jq length)"
as liaison template reset letter --unit B01 --note 恢复 >said
same 'the same letter again' "$(sha256sum <letter.docx)" "$(as member document letter "$number" -o - | sha256sum)"

echo '== figures with charts'
for outcome in policy=夜间公交专项规划 policy=夜间公交补贴办法 plan=夜间公交专项规划; do
    as handler 'do' "$number" record_outcome assignment=1 type="${outcome%%=*}" title="${outcome#*=}" on="$(day today)" >said
done
refuses 'on record as no. 1' as handler 'do' "$number" record_outcome assignment=1 type=policy title=夜间公交专项规划 on="$(day today)"
as coordinator export figures.xlsx -o figures.xlsx >said

echo '== as an office program sees them'
to_pdf draft.docx letter.docx form.docx sheet.docx bulletin.docx units-bulletin.docx own-words.docx figures.xlsx
if [ -n "${BANLI_DOCUMENTS:-}" ]; then
    mkdir -p "$BANLI_DOCUMENTS"
    cp ./*.docx ./*.xlsx ./*.pdf ./*.zip "$BANLI_DOCUMENTS/"
fi
same 'pages of the letter' 3 "$(pages letter.pdf)"
says letter.pdf B类 市交通运输局 深交函〔2023〕12号 "关于市政协七届三次会议第$number、${other}号提案答复的函" \
    陈·阿依古丽、林小燕委员、民革市委会： 收悉 实地调研 \
    一、关于“延长主要干线公交末班车时间至二十三时”的建议 办理意见：采纳。自七月起 \
    二、关于 办理意见：计划落实。计划落实，已列入下一步工作安排，明确了责任处室。计划开通两条 三、关于 '{HYPERLINK"http://example.org"}<w:t>&amp' 办理意见：未采纳。夜间公交为保本 \
    "四、关于“优化夜间线路”的建议（第${other}号提案《关于优化夜间公共交通的提案》）" 办理意见：采纳。已优化六条 \
    '1.开通两条夜间接驳线' 前完成 感谢您 市交通运输局 "$(TZ=Asia/Shanghai date '+%Y年%-m月%-d日')" 联系人：吴倩，联系电话：0755-00001234 抄送：市政协提案委 '—3—'
# Where the second page ends depends on the fonts that there are.
says letter.pdf '—2—' 抄送：市政协提案委 '—3—'
case $(pdftotext letter.pdf -) in *草稿* | *尊敬的*) fail 'the letter is marked as a draft, or greets twice' ;; esac
says draft.pdf '草稿DRAFT' B类（拟） 关于市政协 '草稿DRAFT'
same 'pages of the form' 1 "$(pages form.pdf)"
says form.pdf 征询意见表 "$number" 陈·阿依古丽、林小燕、民革市委会 市交通运输局 深交函〔2023〕12号 B类 走访面商 □满意
same 'pages of the sheet' 2 "$(pages sheet.pdf)"
says sheet.pdf 交办单 "$number" 市交通运输局 主办 市城市管理局 须当面沟通 年内开通夜间接驳线 建议1 建议4 "（第${other}号提案" 随着夜间经济
same 'pages of the bulletin' 2 "$(pages bulletin.pdf)"
says bulletin.pdf 提案办理情况简报 市政协七届三次会议 全部承办单位 应办答复件1件，已办1件 按时办复率 100.00% \
    积分排名 市交通运输局
says units-bulletin.pdf 市交通运输局 应办答复件1件 公共交通处
says own-words.pdf 请继续关注关于延长夜间公交运营时间、方便市民夜间出行的提案一事。
# Titles, scales and the names along them stand on pages with a chart only: it was drawn, whole, on one page.
for chart in '各季度办理指标 100% 50% 0% Q 季度 办复率 面商率' '各承办单位办理指标 0% 50% 100% 市交通运输局 办复率 面商率' \
    '转化成果（按类型） 2 0 政策文件 规划计划'; do
    drawn=
    for page in $(seq "$(pages figures.pdf)"); do
        found=$(pdftotext -raw -f "$page" -l "$page" figures.pdf -)
        case $found in *"${chart%% *}"*) drawn=$found ;; esac
    done
    for text in $chart; do
        case $drawn in *"$text"*) ;; *) fail "the chart ${chart%% *} does not show $text: $drawn" ;; esac
    done
done
