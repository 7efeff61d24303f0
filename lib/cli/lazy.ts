// Modules that a start can do without: each is loaded by the command that needs it, when it needs it.

export const loadCompletion = () => require('./completion/script') as typeof import('./completion/script');
export const loadSynth = () => require('./synth') as any;
export const loadTemplate = () => require('../values/template') as any;
export const loadJsonSchema = () => require('../values/json-schema') as any;
export const loadNearest = () => require('../values/nearest') as typeof import('../values/nearest');
