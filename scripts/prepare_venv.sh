#!/usr/bin/env bash
# Make a virtual environment with uv in it. A bare Debian has python3.11 without ensurepip.
set -eu
venv=$1
[ -x "$venv/bin/uv" ] && exit 0
python=""
for candidate in python3.11 python3.12 python3.13 python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Il faut Python 3.11 ou plus récent : apt-get install python3.11 python3.11-venv" >&2
  exit 2
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  command="apt-get install -y --no-install-recommends python$version-venv"
  if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo apt-get update -qq && sudo $command -qq >/dev/null
  else
    echo "Lancez d'abord, avec les droits d'administration : $command" >&2
    exit 2
  fi
fi
"$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check uv
