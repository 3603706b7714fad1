#!/usr/bin/env bash
# Install what some tests open documents or count with; say which tests cannot run when that is refused.
set -eu
missing=()
command -v soffice >/dev/null || missing+=(libreoffice-writer libreoffice-impress libreoffice-calc)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
command -v java >/dev/null || missing+=(default-jre-headless)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
[ ${#missing[@]} = 0 ] && exit 0
command="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ]; then
  echo "Installation de ${missing[*]} (une fois)…"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null && exit 0
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null && exit 0
fi
echo "Ces tests ne peuvent pas tourner sans ${missing[*]} : ouverture des documents produits, comptage sur Apache Spark (Java), pages dans un navigateur (chromium)."
echo "Lancez : $command"
[ -z "${CI:-}" ]
