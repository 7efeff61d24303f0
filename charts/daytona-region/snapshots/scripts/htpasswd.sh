# Writes the login to an htpasswd file, with a bcrypt hash of the password.
set -eu
umask 027

# The password is passed on standard input, because command lines are visible to others.
printf '%s' "$PASSWORD" | htpasswd -niB "$USERNAME" >"$HTPASSWD_FILE.new"
mv "$HTPASSWD_FILE.new" "$HTPASSWD_FILE"
