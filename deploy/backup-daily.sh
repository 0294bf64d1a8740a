#!/bin/sh
# One backup at the start and one each night at BACKUP_HOUR (of the container's clock).
# A failed backup is tried again in an hour; the health check sees the age of the last good one.
set -u
hour="${BACKUP_HOUR:-3}"
folder="${BACKUP_DIR:-var/backups}"

while :; do
    if python manage.py backup; then
        touch "$folder/.last-good"
        now=$(date +%s)
        next=$(date -d "today $hour:00" +%s)
        [ "$next" -gt "$now" ] || next=$(date -d "tomorrow $hour:00" +%s)
        sleep $((next - now)) &
    else
        echo "The backup failed; the next try is in an hour." >&2
        sleep 3600 &
    fi
    wait $!
done
