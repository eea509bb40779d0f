"""The completion scripts of bash, zsh and fish. Each asks `beredning` with the line as typed up to the cursor."""

from __future__ import annotations

from typing import Final

# bash breaks words at ":" and "=" and replaces only what stands after the last break, so the program is told the breaks
# and answers with that part alone ("mbl:kalla" after "mbl:" is answered with "kalla"). The line is cut by bash itself,
# which counts COMP_POINT in characters of its own locale.
_BASH: Final = r"""_beredning_completion() {
    local IFS=$'\n' line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            @dir) compopt -o dirnames 2>/dev/null ;;
            @file) compopt -o default 2>/dev/null ;;
            ?*) COMPREPLY+=("$line") ;;
        esac
    done < <(_BEREDNING_COMPLETE=bash _BEREDNING_LINE="${COMP_LINE:0:COMP_POINT}" \
        _BEREDNING_BREAKS="$COMP_WORDBREAKS" "$1" 2>/dev/null)
}
complete -o nosort -F _beredning_completion beredning 2>/dev/null || complete -F _beredning_completion beredning
"""

# zsh takes the quotes off the line before it asks, so the words are quoted anew.
_ZSH: Final = r"""#compdef beredning
_beredning_completion() {
    local -a values shown
    local line typed="${(j: :)${(@qq)${(@Q)words[1,CURRENT-1]}}} ${(qq)${(Q)PREFIX}}"
    while IFS= read -r line; do
        case $line in
            @dir) _path_files -/ ;;
            @file) _path_files ;;
            ?*) values+=("${line%%$'\t'*}"); shown+=("${line/$'\t'/  -- }") ;;
        esac
    done < <(_BEREDNING_COMPLETE=zsh _BEREDNING_LINE="$typed" "${words[1]}" 2>/dev/null)
    (( ${#values} )) && compadd -U -V beredning -l -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _beredning_completion "$@"
else
    compdef _beredning_completion beredning
fi
"""

_FISH: Final = r"""function __beredning_completion
    for line in (_BEREDNING_COMPLETE=fish _BEREDNING_LINE=(commandline -cp | string collect) beredning 2>/dev/null)
        switch $line
            case @dir
                __fish_complete_directories (commandline -ct)
            case @file
                __fish_complete_path (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete --command beredning --no-files --keep-order --arguments '(__beredning_completion)'
"""

SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
