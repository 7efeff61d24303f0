// How the objects of a release are spread over files.

export type Layout = 'release' | 'objects';
