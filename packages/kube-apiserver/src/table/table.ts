import type { KubeObject } from '@luban/kube';

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1, Table. */
export interface TableColumn {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** `name` marks the column that identifies the row. */
  format: string;
  description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  priority: number;
}

export type TableCell = string | number | boolean | null;

/** Columns of a kind, and how an object fills them. */
export interface TablePrinter {
  readonly columns: readonly TableColumn[];
  /** @param now milliseconds of the epoch, for ages */
  cells(object: KubeObject, now: number): TableCell[];
}
