# Writes the login into an htpasswd file, with a bcrypt hash of the password.
set -eu
umask 027

# The password goes in by standard input: a command line could be read.
printf '%s' "$PASSWORD" | htpasswd -niB "$USERNAME" >"$HTPASSWD_FILE.new"
mv "$HTPASSWD_FILE.new" "$HTPASSWD_FILE"
