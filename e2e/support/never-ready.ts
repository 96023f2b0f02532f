/** A template for charts: its pod never starts. */
export const NEVER_READY = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: never}
spec:
  selector: {matchLabels: {app: never}}
  template:
    metadata: {labels: {app: never}}
    spec: {containers: [{name: main, image: "registry.invalid/never:1"}]}
`;
