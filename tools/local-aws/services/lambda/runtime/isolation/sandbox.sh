#!/bin/sh
# Builds one execution environment's view of the file system, in a mount namespace of its own, then becomes the runtime.
# Arguments: NODE UID GID NAME=VALUE… PROGRAM ARGUMENT… The SANDBOX_ variables have the folders to mount.
set -eu

node=$1 uid=$2 gid=$3
shift 3

mount --make-rprivate / 2>/dev/null || true
# /var and /mnt are built in the environment's own empty folder first: the folders to mount, and Node, may lie below the
# host's.
stage=$SANDBOX_STAGE
mount -t tmpfs -o mode=755 tmpfs "$stage"
var=$stage/var
mkdir -p "$var/task" "$var/runtime" "$var/lang" "$var/tmp" "$stage/mnt/$SANDBOX_MOUNT_NAME"
mount --bind "$SANDBOX_CODE" "$var/task"
mount -o remount,bind,ro "$var/task"
cp "$SANDBOX_RUNTIME"/* "$var/runtime"
# Node is where Lambda has it, since its own folder may be closed to the function's user or hidden below /tmp. The folders
# beside it are mounted too, since a Node may look for its libraries there.
case $node in
*/bin/node) mount --rbind "${node%/bin/node}" "$var/lang" ;;
*)
  mkdir "$var/lang/bin"
  : > "$var/lang/bin/node"
  mount --bind "$node" "$var/lang/bin/node"
  ;;
esac
if [ -n "$SANDBOX_MOUNT_SOURCE" ]; then
  mount --bind "$SANDBOX_MOUNT_SOURCE" "$stage/mnt/$SANDBOX_MOUNT_NAME"
  if [ -n "$SANDBOX_MOUNT_READ_ONLY" ]; then mount -o remount,bind,ro "$stage/mnt/$SANDBOX_MOUNT_NAME"; fi
fi
# The folder itself may lie below one of them: the working directory still leads to it, and -c leaves the path relative.
cd "$stage"
mount -c --rbind ./var /var
# Some hosts have no /mnt. A function with a file system needs it, and mount says so.
if [ -d /mnt ] || [ -n "$SANDBOX_MOUNT_SOURCE" ]; then mount -c --rbind ./mnt /mnt; fi
# Folders that are empty or missing on Lambda have neither the host's content nor that of another environment.
for folder in /opt /dev/shm /var/tmp; do
  if [ -d "$folder" ]; then mount -t tmpfs -o ro,size=4k tmpfs "$folder"; fi
done
# Last, because the emulator's own folders usually lie below /tmp.
mount -t tmpfs -o "mode=1777,size=${SANDBOX_TMP_MIB}m" tmpfs /tmp

cd /var/task
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 1,024 file descriptors.
ulimit -n 1024
# The sandbox is complete. The init phase begins.
echo ready >&4
exec 4>&-
# Becomes the access point's user before any of the function's code is read.
if [ -n "$SANDBOX_PRIVILEGED" ]; then
  exec unshare "--setuid=$uid" "--setgid=$gid" -- env -i "$@"
fi
exec unshare --user "--map-user=$uid" "--map-group=$gid" -- env -i "$@"
