/** Metrics of an autoscaler in the flat form of autoscaling/v1 and in that of autoscaling/v2. */

type Fields = Record<string, unknown>;

/** Under which name each type of metric stands in both versions. */
const MEMBERS: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

export const metricToV1 = (metric: Fields): Fields => changed(metric, (member, type) => flat(member, type, 'target'));
export const metricFromV1 = (metric: Fields): Fields =>
  changed(metric, (member, type) => nested(member, type, 'target'));
export const metricStatusToV1 = (metric: Fields): Fields =>
  changed(metric, (member, type) => flat(member, type, 'current'));
export const metricStatusFromV1 = (metric: Fields): Fields =>
  changed(metric, (member, type) => nested(member, type, 'current'));

function changed(metric: Fields, change: (member: Fields, type: string) => Fields): Fields {
  const type = String(metric.type);
  const name = Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined;
  return name === undefined ? metric : { type, [name]: change(fieldsOf(metric[name]), type) };
}

/** Where v1 keeps the value, average value and average utilization of a type. */
function valueNames(type: string, place: 'target' | 'current') {
  return {
    value: `${place}Value`,
    averageValue: type === 'Object' ? 'averageValue' : `${place}AverageValue`,
    averageUtilization: `${place}AverageUtilization`,
  };
}

/** Object metrics name what they describe `target` in v1, external ones their selector `metricSelector`. */
function selectorName(type: string): string {
  return type === 'External' ? 'metricSelector' : 'selector';
}

function flat(member: Fields, type: string, place: 'target' | 'current'): Fields {
  const { metric, describedObject, [place]: values, ...rest } = member;
  const { name, selector } = fieldsOf(metric);
  const amounts = fieldsOf(values);
  const names = valueNames(type, place);
  return defined({
    ...rest,
    target: describedObject,
    metricName: name,
    [selectorName(type)]: selector,
    [names.value]: amounts.value,
    [names.averageValue]: amounts.averageValue,
    [names.averageUtilization]: amounts.averageUtilization,
  });
}

function nested(member: Fields, type: string, place: 'target' | 'current'): Fields {
  const names = valueNames(type, place);
  const {
    target,
    metricName,
    [selectorName(type)]: selector,
    [names.value]: value,
    [names.averageValue]: averageValue,
    [names.averageUtilization]: averageUtilization,
    ...rest
  } = member;
  const kind = averageUtilization !== undefined ? 'Utilization' : averageValue !== undefined ? 'AverageValue' : 'Value';
  return defined({
    ...rest,
    describedObject: target,
    metric: metricName === undefined ? undefined : defined({ name: metricName, selector }),
    [place]: defined({ type: place === 'target' ? kind : undefined, value, averageValue, averageUtilization }),
  });
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
