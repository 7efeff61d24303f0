/** In every report, so that it can be replaced, and other files cannot. */
export const MARK = 'sandbox-charts report';
