import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Labels = Readonly<Record<string, string | number>>;

/** A number that goes up and down. */
export interface GaugeMetric {
  set(value: number, labels?: Labels): void;
  add(value: number, labels?: Labels): void;
  /** Forgets all series, before those that there are now are set. */
  clear(): void;
}

/** A number that only grows. */
export interface CounterMetric {
  add(value?: number, labels?: Labels): void;
}

/** How values are spread, such as durations. */
export interface HistogramMetric {
  observe(value: number, labels?: Labels): void;
}

export interface MetricShape {
  /** `luban_streams_open`; counters end in `_total`, and units are base units: seconds, bytes. */
  name: string;
  help: string;
  /** Names of labels. Each value makes a series of its own, so nothing that outsiders choose may be one. */
  labels?: readonly string[];
}

/** The numbers of one server, in Prometheus' text form. */
export interface Metrics {
  /** @param collect sets the value when somebody looks, for what is known elsewhere */
  gauge(shape: MetricShape, collect?: (gauge: GaugeMetric) => void): GaugeMetric;
  counter(shape: MetricShape): CounterMetric;
  /** @param shape.buckets upper limits, ascending */
  histogram(shape: MetricShape & { buckets: readonly number[] }): HistogramMetric;
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const base = ({ name, help, labels = [] }: MetricShape) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    gauge(shape, collect) {
      const gauge = new Gauge({ ...base(shape), ...(collect !== undefined && { collect: () => collect(metric) }) });
      const metric: GaugeMetric = {
        set: (value, labels = {}) => gauge.set({ ...labels }, value),
        add: (value, labels = {}) => gauge.inc({ ...labels }, value),
        clear: () => gauge.reset(),
      };
      return metric;
    },
    counter(shape) {
      const counter = new Counter(base(shape));
      return { add: (value = 1, labels = {}) => counter.inc({ ...labels }, value) };
    },
    histogram(shape) {
      const histogram = new Histogram({ ...base(shape), buckets: [...shape.buckets] });
      return { observe: (value, labels = {}) => histogram.observe({ ...labels }, value) };
    },
    render: async () => `${await registry.metrics()}\n${await processMetrics().metrics()}`,
    contentType: registry.contentType,
  };
}

let shared: Registry | undefined;

/** Of the process: several servers in one, as in tests, must not measure it several times. */
function processMetrics(): Registry {
  if (shared === undefined) {
    shared = new Registry();
    collectDefaultMetrics({ register: shared });
  }
  return shared;
}
