import type { StorageKey } from '../store/store.ts';
import type { TablePrinter } from '../table/table.ts';
import { autoscalerPrinter } from './autoscaler-printer.ts';
import { clusterPrinters } from './cluster-printers.ts';
import { networkPrinters } from './network-printers.ts';
import { podPrinter } from './pod-printer.ts';
import { policyPrinters } from './policy-printers.ts';
import { resourcePrinters } from './resource-printers.ts';
import { storagePrinters } from './storage-printers.ts';
import { workloadPrinters } from './workload-printers.ts';

/** How built-in kinds are shown in tables. What is not here has a name and an age. */
export const builtInPrinters: Readonly<Record<StorageKey, TablePrinter>> = {
  pods: podPrinter,
  'horizontalpodautoscalers.autoscaling': autoscalerPrinter,
  ...workloadPrinters,
  ...networkPrinters,
  ...clusterPrinters,
  ...storagePrinters,
  ...policyPrinters,
  ...resourcePrinters,
};
