#!/bin/sh
# Write the locks in requirements/ anew from pyproject.toml, for Python 3.11 to 3.14 and every system. `make lock` calls it.
#
#   tools/lock.sh [uv options]      e.g. --upgrade, or --upgrade-package numpy
#
# Without options, versions that are locked stay as they are. All locks come from one resolution
# (requirements/.all, thrown away), so a package has the same version in each of them.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-${VENV:-.venv}/bin/uv}
all=requirements/.all
trap 'rm -f "$all"' EXIT

compile() { # output file, then options
  output=$1
  shift
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --output-file "$output" \
    "$@" >/dev/null
}

# Remembered versions: the locks as they are.
cat requirements/*.lock 2>/dev/null | awk '!/^#/' >"$all" || true
case " $* " in *" --upgrade "* | *" -U "*) : >"$all" ;; esac

groups="--group build --group test --group lint --group docs --group lock"
# shellcheck disable=SC2086 # the groups are words
compile "$all" pyproject.toml --all-extras $groups "$@"

write() { # name, then what goes in
  name=$1
  shift
  compile "requirements/$name.lock" --constraint "$all" "$@"
  { echo "# Written by make lock from pyproject.toml. Do not edit."; cat "requirements/$name.lock"; } >"$all.new"
  mv "$all.new" "requirements/$name.lock"
}

write runtime pyproject.toml --group build
write test pyproject.toml --group build --group test
write spark pyproject.toml --extra spark --group build --group test
write lint pyproject.toml --group build --group test --group lint
write docs pyproject.toml --group build --group docs
write lock --group lock
