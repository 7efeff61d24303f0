// How to delete releases, and what stays.

export { type DeletionPlan, deletionPlan } from './plan';
export { plansText } from './text';
