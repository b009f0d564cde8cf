#!/bin/sh
# Installs esdh for one user on Linux or macOS: takes the archive for this machine from a release, compares its
# SHA-256 with the release's list, and places one file. It never asks for more rights than the user has, and changes
# no other file; where something is wrong it leaves nothing behind.
#
#   sh install.sh [--base-url ADDRESS] [--dir FOLDER] [--key FILE] [--uninstall] [--help]
#
# POSIX sh; needs curl or wget, tar, gzip, and one of sha256sum, shasum, openssl.
set -eu

DEFAULT_BASE_URL="https://esdh.example/releases/latest"

usage() {
  cat <<USAGE
Installs esdh for this user.

  --base-url ADDRESS  folder of a release: https://..., or a folder of this machine
                      (variable ESDH_BASE_URL; default $DEFAULT_BASE_URL)
  --dir FOLDER        where to (variable ESDH_INSTALL_DIR; default ~/.local/bin)
  --key FILE          public key of the project: the list of digests has to be signed with it (needs minisign)
  --uninstall         removes what was installed
  --help              shows this text

Proxies and certificates are those of curl or wget: HTTPS_PROXY, CURL_CA_BUNDLE.
USAGE
}

fail() {
  printf 'error: %s\n' "$1" >&2
  exit "${2:-3}"
}

has() { command -v "$1" >/dev/null 2>&1; }

# Prints the machine's name in the names of archives.
machine() {
  case "$(uname -s)" in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "there is no archive for $(uname -s); on Windows, use install.ps1" 2 ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) processor=x64 ;;
    aarch64 | arm64) processor=arm64 ;;
    *) fail "there is no archive for $(uname -m)" 2 ;;
  esac
  printf '%s-%s\n' "$system" "$processor"
}

# Gets a file of the release: fetch NAME TARGET.
fetch() {
  case "$base" in
    *://*)
      if has curl; then
        curl --fail --silent --show-error --location --retry 2 --output "$2" "$base/$1"
      elif has wget; then
        wget -q -O "$2" "$base/$1"
      else
        fail "neither curl nor wget is here"
      fi
      ;;
    *) cp "$base/$1" "$2" ;;
  esac || fail "$base/$1 could not be had"
}

# Prints the SHA-256 of a file.
digest() {
  if has sha256sum; then
    sha256sum <"$1" | cut -d ' ' -f 1
  elif has shasum; then
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  elif has openssl; then
    openssl dgst -sha256 -r <"$1" | cut -d ' ' -f 1
  else
    fail "none of sha256sum, shasum and openssl is here, so the download can't be checked"
  fi
}

uninstall() {
  if [ -f "$dir/esdh" ]; then
    rm -f "$dir/esdh"
    printf 'removed %s\n' "$dir/esdh"
  else
    printf 'nothing to remove: %s is not there\n' "$dir/esdh"
  fi
}

# Removes what is not yet, or no longer, wanted.
clean() {
  rm -rf "$work"
  if [ -n "$new" ]; then rm -f "$new"; fi
  if [ -n "$made" ]; then rmdir "$made"; fi
}

install() {
  name=$(machine)
  work=$(mktemp -d "${TMPDIR:-/tmp}/esdh-install.XXXXXX")
  new=''
  made=''
  trap clean EXIT
  trap 'exit 3' HUP INT TERM

  fetch SHA256SUMS "$work/SHA256SUMS"
  if [ -n "$key" ]; then
    has minisign || fail "--key needs minisign"
    fetch SHA256SUMS.minisig "$work/SHA256SUMS.minisig"
    minisign -V -q -p "$key" -m "$work/SHA256SUMS" ||
      fail "the list of digests is not signed with $key; nothing was installed" 1
  fi
  # A line of the list is a digest, two characters, a name.
  line=$(grep -E "^[0-9a-f]{64} [ *]esdh-[0-9A-Za-z.+-]*-$name\.tar\.gz\$" "$work/SHA256SUMS" || true)
  [ -n "$line" ] || fail "the release at $base holds no archive for $name"
  [ "$(printf '%s\n' "$line" | wc -l)" -eq 1 ] || fail "the release at $base holds several archives for $name"
  wanted=${line%% *}
  archive=${line#* ?}

  printf 'getting %s/%s\n' "$base" "$archive"
  fetch "$archive" "$work/archive"
  found=$(digest "$work/archive")
  [ "$found" = "$wanted" ] ||
    fail "$archive has SHA-256 $found, the release's list says $wanted; nothing was installed" 1
  tar -xzf "$work/archive" -C "$work" esdh || fail "$archive could not be unpacked; nothing was installed"

  # Placed under another name first, so that an older one is replaced in one step, or not at all.
  [ -d "$dir" ] || made=$dir
  mkdir -p "$dir"
  new="$dir/.esdh-new.$$"
  cp "$work/esdh" "$new"
  chmod 755 "$new"
  "$new" version >"$work/version" 2>&1 ||
    fail "the program does not start on this machine; nothing was installed: $(head -n 1 "$work/version")"
  mv -f "$new" "$dir/esdh"
  new=''
  made=''

  printf 'installed %s: %s\n' "$dir/esdh" "$(head -n 1 "$work/version")"
  case ":${PATH:-}:" in
    *":$dir:"*) ;;
    *) printf 'to call it by its name, add to ~/.profile:  export PATH="%s:$%s"\n' "$dir" PATH ;;
  esac
  printf 'to undo:  rm "%s"\n' "$dir/esdh"
}

main() {
  base=${ESDH_BASE_URL:-$DEFAULT_BASE_URL}
  dir=${ESDH_INSTALL_DIR:-}
  key=
  task=install
  while [ $# -gt 0 ]; do
    case "$1" in
      --base-url | --dir | --key)
        [ -n "${2:-}" ] || fail "option $1 wants a value" 2
        case "$1" in
          --base-url) base=$2 ;;
          --dir) dir=$2 ;;
          --key) key=$2 ;;
        esac
        shift 2
        ;;
      --uninstall)
        task=uninstall
        shift
        ;;
      --help | -h)
        usage
        return
        ;;
      *) fail "unknown option $1; --help lists them" 2 ;;
    esac
  done
  if [ -z "$dir" ]; then
    [ -n "${HOME:-}" ] || fail "HOME is not set; name a folder with --dir" 2
    dir=$HOME/.local/bin
  fi
  base=${base%/}
  "$task"
}

# Called on the last line, so that a script that was cut off on its way does nothing.
main "$@"
