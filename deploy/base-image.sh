#!/bin/sh
# A base for the Dockerfile from Debian's packages alone, for machines that reach no image registry. As root, with
# Debian's debootstrap and buildah; a minute:
#   STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot deploy/base-image.sh localhost/stylegram-base
# then `buildah bud --build-arg BASE=localhost/stylegram-base …`. It trusts the certificates that this machine's
# administrator has added. DEBIAN (bookworm) is the release, MIRROR where its packages are.
set -eu

image=${1:?the name of the image}
release=${DEBIAN:-bookworm}
mirror=${MIRROR:-http://deb.debian.org/debian}
added=/usr/local/share/ca-certificates

folder=$(mktemp -d)
container=
trap 'rm -rf "$folder"; [ -z "$container" ] || buildah rm "$container" >/dev/null' EXIT
trap 'exit 1' INT TERM

root=$folder/root
debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$release" "$root" "$mirror" >&2
if ls "$added"/*.crt >/dev/null 2>&1; then
    cp "$added"/*.crt "$root$added/"
    chroot "$root" update-ca-certificates >&2
fi
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log

container=$(buildah from scratch)
buildah add --quiet "$container" "$root" / >&2
# pip brings certificates of its own otherwise.
buildah config --env PIP_CERT=/etc/ssl/certs/ca-certificates.crt --cmd python3 "$container"
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah commit --quiet "$container" "$image"
