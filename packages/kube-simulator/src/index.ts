/** Simulated nodes and workloads on any Kubernetes API, and a demo world to fill it. */
export { type ControllersOptions, startControllers } from './controllers.ts';
export { DEMO_NODES } from './demo/nodes.ts';
export { type SeedDemoOptions, seedDemo } from './demo/seed-demo.ts';
export { type Kubelets, type KubeletsOptions, type NodeOptions, startKubelets } from './kubelet.ts';
export { type SchedulerOptions, startScheduler } from './scheduler.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
export { registerStorageClass } from './storage-class.ts';
