# bash completion for escapement: commands, options and cases, asked of the program itself.
# shellcheck shell=bash

_escapement_cases() {
    "$1" list 2>/dev/null | sed -n 's/^\([a-z][a-z0-9-]*\) .*/\1/p'
}

_escapement_tags() {
    "$1" list --json 2>/dev/null | sed -n 's/.*"tags":\[\([^]]*\)\].*/\1/p' | tr -d '"' | tr ',' '\n' | sort -u
}

_escapement() {
    local program=${COMP_WORDS[0]} command=${COMP_WORDS[1]-} word=${COMP_WORDS[COMP_CWORD]} words=''
    local before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # bash takes "=" for a word of its own
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
    [[ $word == = ]] && word='' before=${COMP_WORDS[COMP_CWORD - 1]}
    if [ "$COMP_CWORD" -eq 1 ]; then
        words=$("$program" --list-commands 2>/dev/null | cut -f1)
    else
        case $before in
            --case) words=$(_escapement_cases "$program") ;;
            --tag) words=$(_escapement_tags "$program") ;;
            --preset)
                case $command in
                    charts | compare | collect | frame | marking | caches) words='screen projector paper' ;;
                    *) words='quick normal thorough' ;;
                esac
                ;;
            --runtime) words='goheap goheap@1.19 goheap@1.27 boehm malloc go' ;;
            --theme) words='light dark page' ;;
            --format) words='svg png pdf' ;;
            *)
                case $word in
                    -*) words=$("$program" "$command" --list-options 2>/dev/null | sed 's/\t.*//; s/=.*/=/') ;;
                    *) [ "$command" = why ] || words=$(_escapement_cases "$program") ;;
                esac
                ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o default -F _escapement escapement
