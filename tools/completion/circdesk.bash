# Made from the table of verbs in tools/circdesk.
_circdesk() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} word verb='' offered='' i count=0
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        case $word in
            --address|--addresses|--after|--against|--amount|--as|--at|--author|--block|--born|--branch|--branch-map|--by|--ca|--call-number|--card|--cards|--category|--cert|--collection|--config|--data|--date|--day|--digits|--email|--end|--expires|--fee|--field|--from|--from-agency|--given-name|--host|--in|--institution|--isbn|--item|--items|--keep|--key|--kind|--language|--listener|--location|--login|--mapping|--mend|--most|--name|--new-title|--note|--only|--operator|--other|--out|--page|--parts|--password-file|--patience|--patron|--phone|--pickup|--pin-file|--port|--price|--profile|--reason|--rejects|--rule|--rules|--state|--terminal|--text|--through|--title|--to|--to-agency|--type|--undo-file|--until|--width) ((++i)) ;;
            -*) ;;
            *) [[ $count -lt 2 ]] && verb="${verb:+$verb }$word" && ((++count)) ;;
        esac
    done
    case $previous in
        --address|--addresses|--after|--against|--amount|--as|--at|--author|--block|--born|--branch|--branch-map|--by|--ca|--call-number|--card|--cards|--category|--cert|--collection|--config|--data|--date|--day|--digits|--email|--end|--expires|--fee|--field|--from|--from-agency|--given-name|--host|--in|--institution|--isbn|--item|--items|--keep|--key|--kind|--language|--listener|--location|--login|--mapping|--mend|--most|--name|--new-title|--note|--only|--operator|--other|--out|--page|--parts|--password-file|--patience|--patron|--phone|--pickup|--pin-file|--port|--price|--profile|--reason|--rejects|--rule|--rules|--state|--terminal|--text|--through|--title|--to|--to-agency|--type|--undo-file|--until|--width) COMPREPLY=($(compgen -f -- "$current")); return ;;
    esac
    case $verb in
        '') offered='sc decode replay conformance search desk patron item loan fee card hold review payment recall partner ncip terminal status drain day notice relay outbox report calendar policy import export diff demo count check backup' ;;
        'patron') offered='show add edit renew erase block unblock unlock message guarantor' ;;
        'item') offered='show add edit withdraw list state send-home' ;;
        'loan') offered='list renew lost claim unclaim' ;;
        'fee') offered='list add pay waive write-off refund cancel pay-out' ;;
        'card') offered='list lost found replace' ;;
        'hold') offered='list place suspend wake move pickup cancel lapse clear' ;;
        'review') offered='list show post resolve' ;;
        'payment') offered='list book dismiss' ;;
        'recall') offered='list place cancel' ;;
        'partner') offered='list add change' ;;
        'ncip') offered='send' ;;
        'terminal') offered='add change list show disable enable test watch' ;;
        'day') offered='run status' ;;
        'notice') offered='list export acknowledge hand-over retry give-up' ;;
        'relay') offered='status' ;;
        'outbox') offered='list retry drop' ;;
        'report') offered='circulation' ;;
        'calendar') offered='show hours close open' ;;
        'policy') offered='explain check' ;;
        'import') offered='marc items patrons loans holds fees credits blocks cards messages balance sip-config list resume undo' ;;
        'export') offered='marc csv json all' ;;
        'demo') offered='load page' ;;
        'count') offered='start list scan review commit undo end' ;;
        'backup') offered='make list check restore' ;;
        'sc') offered='--host --port --as --password-file --tls --ca --cert --key --width --no-error-detection --raw --quiet' ;;
        'decode') offered='--personal' ;;
        'replay') offered='--against --other --login --password-file --cards --changes --rule --rules --exact --keep-dates --patience' ;;
        'conformance') offered='--login --password-file --location --patron --pin-file --item --changes --only --tls --ca --patience' ;;
        'search') offered='--call-number --page' ;;
        'desk') offered='--at --width' ;;
        'patron show') offered='' ;;
        'patron add') offered='--name --given-name --born --category --branch --language --address --email --phone --expires --at' ;;
        'patron edit') offered='--name --given-name --born --category --branch --language --address --email --phone --expires --reason --at' ;;
        'patron renew') offered='--until --reason --at' ;;
        'patron erase') offered='--yes --reason --at' ;;
        'patron block') offered='--note --reason --at' ;;
        'patron unblock') offered='--block --reason --at' ;;
        'patron unlock') offered='--reason --at' ;;
        'patron message') offered='--text --staff --until --end --reason --at' ;;
        'patron guarantor') offered='--clear --reason --at' ;;
        'item show') offered='' ;;
        'item add') offered='--title --new-title --author --isbn --branch --location --type --collection --call-number --price --note --parts --at' ;;
        'item edit') offered='--branch --location --type --collection --call-number --price --note --parts --reason --at' ;;
        'item withdraw') offered='--reason --at' ;;
        'item list') offered='--state --page' ;;
        'item state') offered='--reason --at' ;;
        'item send-home') offered='--reason --at' ;;
        'loan list') offered='--state' ;;
        'loan renew') offered='--at' ;;
        'loan lost') offered='--reason --at' ;;
        'loan claim') offered='--reason --at' ;;
        'loan unclaim') offered='--reason --at' ;;
        'fee list') offered='--all' ;;
        'fee add') offered='--item --reason --at' ;;
        'fee pay') offered='--fee --at' ;;
        'fee waive') offered='--reason --at --amount' ;;
        'fee write-off') offered='--reason --at --amount' ;;
        'fee refund') offered='--reason --at --amount' ;;
        'fee cancel') offered='--reason --at' ;;
        'fee pay-out') offered='--amount --reason --at' ;;
        'card list') offered='--state' ;;
        'card lost') offered='--stolen --reason --at' ;;
        'card found') offered='--reason --at' ;;
        'card replace') offered='--reason --at' ;;
        'hold list') offered='--title --shelf --clear --pull --transit --suspended --branch --page' ;;
        'hold place') offered='--title --this-copy --pickup --at' ;;
        'hold suspend') offered='--until --reason --at' ;;
        'hold wake') offered='--reason --at' ;;
        'hold move') offered='--to --reason --at' ;;
        'hold pickup') offered='--branch --reason --at' ;;
        'hold cancel') offered='--reason --at' ;;
        'hold lapse') offered='--reason --at' ;;
        'hold clear') offered='--reason --at' ;;
        'review list') offered='--kind --page' ;;
        'review show') offered='' ;;
        'review post') offered='--reason' ;;
        'review resolve') offered='--reason' ;;
        'payment list') offered='--day --terminal --refused --sums --page' ;;
        'payment book') offered='--card --amount --reason --at' ;;
        'payment dismiss') offered='--reason' ;;
        'recall list') offered='--late' ;;
        'recall place') offered='--reason --at' ;;
        'recall cancel') offered='--reason --at' ;;
        'partner list') offered='--page' ;;
        'partner add') offered='--card' ;;
        'partner change') offered='--name --card' ;;
        'ncip send') offered='--field --to --as --password-file --from-agency --to-agency --ca --cert --key --xml' ;;
        'terminal add') offered='--branch --profile --location --addresses --password-file --no-password --reason' ;;
        'terminal change') offered='--branch --profile --location --addresses --reason' ;;
        'terminal list') offered='' ;;
        'terminal show') offered='' ;;
        'terminal disable') offered='--reason' ;;
        'terminal enable') offered='--reason' ;;
        'terminal test') offered='--address --listener --location --password-file' ;;
        'terminal watch') offered='--most' ;;
        'status') offered='' ;;
        'drain') offered='--off --reason' ;;
        'day run') offered='--date --branch --dry-run' ;;
        'day status') offered='' ;;
        'notice list') offered='--state --after' ;;
        'notice export') offered='' ;;
        'notice acknowledge') offered='--through' ;;
        'notice hand-over') offered='' ;;
        'notice retry') offered='--reason' ;;
        'notice give-up') offered='--reason' ;;
        'relay status') offered='' ;;
        'outbox list') offered='--state --after' ;;
        'outbox retry') offered='--reason' ;;
        'outbox drop') offered='--reason' ;;
        'report circulation') offered='--from --to --by' ;;
        'calendar show') offered='--from --to' ;;
        'calendar hours') offered='--reason --yes' ;;
        'calendar close') offered='--reason --yes' ;;
        'calendar open') offered='--reason' ;;
        'policy explain') offered='--at' ;;
        'policy check') offered='' ;;
        'import marc') offered='--branch --branch-map --mapping --dry-run --rejects --mend --items' ;;
        'import items') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits' ;;
        'import patrons') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits --sync --category --yes' ;;
        'import loans') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits --complete' ;;
        'import holds') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits --complete' ;;
        'import fees') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits --complete' ;;
        'import credits') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits' ;;
        'import blocks') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits' ;;
        'import cards') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits' ;;
        'import messages') offered='--branch --branch-map --mapping --dry-run --rejects --mend --digits' ;;
        'import balance') offered='' ;;
        'import sip-config') offered='--out --branch --branch-map --dry-run' ;;
        'import list') offered='--page' ;;
        'import resume') offered='' ;;
        'import undo') offered='--yes' ;;
        'export marc') offered='--items' ;;
        'export csv') offered='--to --with-pins' ;;
        'export json') offered='--to --with-pins' ;;
        'export all') offered='--with-pins' ;;
        'diff') offered='' ;;
        'demo load') offered='--from' ;;
        'demo page') offered='--from --to' ;;
        'count start') offered='--branch --location --collection --type --from --to' ;;
        'count list') offered='' ;;
        'count scan') offered='--any-order' ;;
        'count review') offered='--missing --found' ;;
        'count commit') offered='--undo-file --yes' ;;
        'count undo') offered='--at --reason' ;;
        'count end') offered='' ;;
        'check') offered='' ;;
        'backup make') offered='--to --keep' ;;
        'backup list') offered='--in' ;;
        'backup check') offered='' ;;
        'backup restore') offered='--yes' ;;
    esac
    if [[ -z $offered && $verb == *' '* ]]; then
        case ${verb%% *} in
            sc) offered='--host --port --as --password-file --tls --ca --cert --key --width --no-error-detection --raw --quiet' ;;
            decode) offered='--personal' ;;
            replay) offered='--against --other --login --password-file --cards --changes --rule --rules --exact --keep-dates --patience' ;;
            conformance) offered='--login --password-file --location --patron --pin-file --item --changes --only --tls --ca --patience' ;;
            search) offered='--call-number --page' ;;
            desk) offered='--at --width' ;;
            status) offered='' ;;
            drain) offered='--off --reason' ;;
            diff) offered='' ;;
            check) offered='' ;;
        esac
    fi
    [[ $current == -* ]] && offered+=' --config --data --institution --operator --json'
    COMPREPLY=($(compgen -W "$offered" -- "$current"))
    [[ ${#COMPREPLY[@]} -eq 0 && $current != -* ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _circdesk circdesk
