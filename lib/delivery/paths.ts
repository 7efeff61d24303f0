// Paths in a repository.

/** `./dist//lab-7` as `dist/lab-7`. */
export function plainPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? '.' : parts.join('/');
}
