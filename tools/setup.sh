#!/bin/sh
# Make the virtual environment and install one lock into it, unless that was already done.
#
#   tools/setup.sh runtime|test|spark|lint|docs|lock
#
# Needs Python 3.11 or newer and nothing else; make calls it. Settings, both optional:
#   PYTHON=python3.13   which Python to use
#   VENV=.venv          where the environment goes
set -eu
cd "$(dirname "$0")/.."
group=$1
lock=requirements/$group.lock
venv=${VENV:-.venv}
stamp=$venv/.installed-$group

say() { echo "setup: $*" >&2; }

die() { say "$*"; exit 1; }

# Is this command a Python that runs, between two minor versions? (A name on the PATH may be an empty shim.)
is_python() { "$1" -c "import sys; sys.exit(not (3, $2) <= sys.version_info[:2] <= (3, $3))" >/dev/null 2>&1; }

# The Python to use: what PYTHON says; else python3 where it is one the locks are tested with; else the newest there is.
find_python() {
  if [ -n "${PYTHON:-}" ]; then
    is_python "$PYTHON" 11 99 && echo "$PYTHON" && return
    die "PYTHON=$PYTHON is not a Python 3.11 or newer that runs. Name another, or leave PYTHON out."
  fi
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    is_python "$name" 11 14 && echo "$name" && return
  done
  is_python python3 11 99 && echo python3 && return
  die "no Python 3.11 or newer was found (looked for python3, python3.14 … python3.11, python)." \
    "Install one, or say where it is: make PYTHON=/path/to/python3"
}

# What an installation depends on: the lock, the project file and the way it is done.
fingerprint() { cat "$lock" pyproject.toml tools/setup.sh | cksum; }

# An environment is kept where it still runs, was made in this place (its scripts hold it), and by the Python asked for.
place() { echo "$(pwd) $venv"; }

healthy() {
  [ "$(cat "$venv/.place" 2>/dev/null)" = "$(place)" ] || return 1
  [ -z "${PYTHON:-}" ] || [ "$(cat "$venv/.python" 2>/dev/null)" = "$PYTHON" ] || return 1
  is_python "$venv/bin/python" 11 99
}

create() {
  python=$(find_python) || exit 1
  "$python" -c "import ensurepip, venv" 2>/dev/null || die "$python cannot make virtual environments:" \
    "it lacks ensurepip. On Debian and Ubuntu: apt-get install python3-venv"
  say "making $venv with $("$python" --version) ($python)"
  rm -rf "$venv"
  "$python" -m venv "$venv"
  echo "$python" >"$venv/.python"
  place >"$venv/.place"
}

[ -f "$lock" ] || die "there is no $lock. Known: $(cd requirements && ls | sed -n 's/[.]lock$//p' | tr '\n' ' ')"
healthy || create
print=$(fingerprint)
[ "$(cat "$stamp" 2>/dev/null)" != "$print" ] || exit 0

say "installing $lock"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }
pip install --quiet --require-hashes -r "$lock"
if [ "$group" != lock ]; then
  pip install --quiet --no-deps --no-build-isolation --editable .
fi
echo "$print" >"$stamp"
