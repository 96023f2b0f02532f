import type { Catalogue } from './message.ts';

/** 2xxx: what extensions ask of each other and of the console, and what several of them claim. */
export const COMPOSITION_MESSAGES: Catalogue = {
  LB2001: {
    title: ['Needed extension is missing', '缺少依赖的扩展'],
    sentence: [
      '{extension} needs {dependency}, which is not installed or not enabled.',
      '{extension} 依赖 {dependency}，但它未安装或未启用。',
    ],
    cause: ['The manifest names it in requires.extensions.', '清单在 requires.extensions 中声明了该依赖。'],
    cure: ['Install or enable {dependency}.', '安装或启用 {dependency}。'],
  },
  LB2002: {
    title: ['Needed extension has another version', '依赖扩展的版本不符'],
    sentence: [
      '{extension} needs {dependency} in version {range}, but {found} is installed.',
      '{extension} 需要 {dependency} 的版本为 {range}，但已安装的是 {found}。',
    ],
    cause: ['The installed version lies outside the range that was asked for.', '已安装的版本不在要求的范围内。'],
    cure: ['Install a version of {dependency} within {range}.', '安装符合 {range} 的 {dependency}。'],
  },
  LB2003: {
    title: ['Extensions need each other', '扩展循环依赖'],
    sentence: ['{extension} needs itself by way of others: {path}.', '{extension} 的依赖形成了循环：{path}。'],
    cause: [
      'None of these extensions can become active before all the others are.',
      '这些扩展都要求其他扩展先激活，因此没有一个能够激活。',
    ],
    cure: [
      'Ask the authors to turn one of the needs into requires.optional; until then disable one of the extensions.',
      '请扩展作者将其中一个依赖改为 requires.optional，在此之前可停用其中一个扩展。',
    ],
  },
  LB2004: {
    title: ['Extensions exclude each other', '扩展互斥'],
    sentence: ['{extension} does not work together with {other}.', '{extension} 不能与 {other} 同时使用。'],
    cause: ['A manifest names the other extension in conflicts.', '清单在 conflicts 中声明了与另一扩展冲突。'],
    cure: ['Disable the one that is needed less.', '停用其中较不需要的一个。'],
  },
  LB2005: {
    title: ['Console has another version', '控制台版本不符'],
    sentence: [
      '{extension} needs {engine} {range}, but this console has {offered}.',
      '{extension} 需要 {engine} {range}，但此控制台的版本为 {offered}。',
    ],
    cause: ['The extension was made for another version of the console.', '该扩展面向其他版本的控制台。'],
    cure: [
      'Install a version of the extension for this console, or update the console.',
      '安装适用于此控制台的扩展版本，或升级控制台。',
    ],
  },
  LB2006: {
    title: ['Shared package has another version', '共享包版本不符'],
    sentence: [
      '{extension} was built for {share} {range}, but this console has {offered}.',
      '{extension} 构建时使用 {share} {range}，但此控制台提供的是 {offered}。',
    ],
    cause: [
      'Extensions use the console’s own copy of the package, so both must fit. Its code was not loaded.',
      '扩展使用控制台提供的共享包，因此版本必须匹配。扩展的代码未被加载。',
    ],
    cure: ['Build the extension against {share} {offered}.', '基于 {share} {offered} 重新构建扩展。'],
  },
  LB2007: {
    title: ['Shared package is not offered', '共享包未提供'],
    sentence: [
      '{extension} expects {share} {range} from the console, which does not offer it.',
      '{extension} 需要控制台提供 {share} {range}，但控制台不提供该包。',
    ],
    cause: [
      'The package is marked as shared, so it is not part of the extension.',
      '该包被标记为共享，因此未打包到扩展中。',
    ],
    cure: ['Bundle the package with the extension.', '将该包打包到扩展中。'],
  },
  LB2008: {
    title: ['Cluster lacks a resource type', '集群缺少资源类型'],
    sentence: [
      '{extension} needs {capability}, which is not offered here.',
      '{extension} 需要 {capability}，但此处没有提供。',
    ],
    cause: [
      'The API that serves this resource type is not installed in the cluster.',
      '集群中未安装提供该资源类型的 API。',
    ],
    cure: ['Install the component that brings {capability}.', '安装提供 {capability} 的组件。'],
  },
  LB2009: {
    title: ['Needed extension cannot be used', '依赖的扩展不可用'],
    sentence: [
      '{extension} needs {dependency}, which cannot be used itself.',
      '{extension} 依赖 {dependency}，但后者自身不可用。',
    ],
    cause: ['The needed extension has a problem of its own.', '被依赖的扩展存在问题。'],
    cure: ['Solve the problem of {dependency} first.', '先解决 {dependency} 的问题。'],
  },
  LB2010: {
    title: ['Two routes with one URL', '路由冲突'],
    sentence: [
      '{winner} and {loser} both have a route for {subject}. The one of {winner} is used.',
      '{winner} 和 {loser} 都为 {subject} 定义了路由，使用的是 {winner} 的路由。',
    ],
    cause: [
      'A URL can lead to one page. The product’s own extensions come first, then the order of names decides.',
      '一个 URL 只能对应一个页面。产品自带的扩展优先，其余按名称顺序决定。',
    ],
    cure: [
      'Disable one of the two, or choose the winner in the Extensions Center.',
      '停用其中一个，或在扩展中心选择使用哪一个。',
    ],
  },
  LB2011: {
    title: ['Two items with one id', 'id 冲突'],
    sentence: [
      '{winner} and {loser} both contribute {subject} ({kind}). The one of {winner} is used.',
      '{winner} 和 {loser} 都提供了 {subject}（{kind}），使用的是 {winner} 的。',
    ],
    cause: [
      'At one place an id names one item, because people’s settings and other extensions refer to it.',
      '用户设置和其他扩展会引用 id，因此同一位置的 id 只能对应一项。',
    ],
    cure: [
      'Give the item an id that starts with the extension’s name, or choose the winner in the Extensions Center.',
      '使用以扩展名称开头的 id，或在扩展中心选择使用哪一个。',
    ],
  },
  LB2012: {
    title: ['Two commands with one key', '快捷键冲突'],
    sentence: [
      '{winner} and {loser} both use the key {subject}. It runs the command of {winner}.',
      '{winner} 和 {loser} 都使用快捷键 {subject}，按下时执行 {winner} 的命令。',
    ],
    cause: [
      'A key can run one command. The other one is still in the palette.',
      '一个快捷键只能执行一个命令，另一个命令仍可在命令面板中使用。',
    ],
    cure: ['Choose another key in the manifest of one of them.', '在其中一个的清单中更换快捷键。'],
  },
  LB2013: {
    title: ['Two providers of one service', '服务冲突'],
    sentence: [
      '{winner} and {loser} both provide the service {subject}. The one of {winner} is used.',
      '{winner} 和 {loser} 都提供服务 {subject}，使用的是 {winner} 的。',
    ],
    cause: ['A service has one provider.', '一个服务只能有一个提供者。'],
    cure: [
      'Disable one of the two, or choose the winner in the Extensions Center.',
      '停用其中一个，或在扩展中心选择使用哪一个。',
    ],
  },
  LB2014: {
    title: ['Extension is there twice', '扩展重复'],
    sentence: [
      '{extension} is there as version {winner} and as version {loser}. Version {winner} is used.',
      '{extension} 同时存在版本 {winner} 和版本 {loser}，使用的是版本 {winner}。',
    ],
    cause: [
      'Two enabled packages have the same name. The higher valid version wins.',
      '两个已启用的包名称相同，较高的有效版本优先。',
    ],
    cure: ['Remove one of the two packages.', '移除其中一个包。'],
  },
  LB2015: {
    title: ['Order of several extensions contradicts itself', '扩展之间的顺序矛盾'],
    sentence: [
      'Items ask to stand after each other in a circle: {cycle}. One wish of the circle was not kept.',
      '以下项的顺序要求形成了循环：{cycle}。其中一个要求未被满足。',
    ],
    cause: ['Several extensions place their items relative to each other.', '多个扩展互相指定了相对顺序。'],
    cure: ['Ask one of the authors to remove before or after.', '请其中一个扩展的作者删除 before 或 after。'],
  },
  LB2016: {
    title: ['Menu item has no parent', '菜单项没有上级'],
    sentence: [
      '{item} of {extension} belongs below {parent} in {slot}, which does not exist. It is shown on the first level.',
      '{extension} 的 {item} 应位于 {slot} 的 {parent} 之下，但后者不存在，因此显示在第一级。',
    ],
    cause: [
      'The extension that brings the parent item is not installed, or the name is misspelt.',
      '提供上级菜单的扩展未安装，或名称拼写有误。',
    ],
    cure: [
      'Install the extension with the parent item, or correct the slot.',
      '安装提供上级菜单的扩展，或修正插槽名称。',
    ],
  },
  LB2017: {
    title: ['Extension is replaced', '扩展已被替代'],
    sentence: ['{extension} is left out, because {by} stands for it.', '{extension} 未被使用，因为 {by} 替代了它。'],
    cause: ['The manifest of {by} names it in replaces.', '{by} 的清单在 replaces 中声明替代它。'],
    cure: ['Remove {extension}, or disable {by} to have it back.', '移除 {extension}，或停用 {by} 以恢复使用。'],
  },
  LB2018: {
    title: ['Nobody provides the slot', '插槽无人提供'],
    sentence: [
      '{item} of {extension} is for the slot {slot}, which nobody provides.',
      '{extension} 的 {item} 使用插槽 {slot}，但没有扩展提供该插槽。',
    ],
    cause: [
      'The extension that provides the slot is not installed. The item is shown nowhere.',
      '提供该插槽的扩展未安装，因此该项不会显示。',
    ],
    cure: [
      'Nothing needs to be done, unless the item is missed: then install the extension with the slot.',
      '如不需要该项则无须处理，否则请安装提供该插槽的扩展。',
    ],
  },
  LB2019: {
    title: ['Slot takes one item', '插槽只能容纳一项'],
    sentence: [
      '{winner} and {loser} both fill the slot {subject}, which takes one item. The one of {winner} is shown.',
      '{winner} 和 {loser} 都使用插槽 {subject}，但它只能容纳一项，显示的是 {winner} 的。',
    ],
    cause: ['The slot is defined with multiple: false.', '该插槽定义时设置了 multiple: false。'],
    cure: [
      'Disable one of the two, or choose the winner in the Extensions Center.',
      '停用其中一个，或在扩展中心选择使用哪一个。',
    ],
  },
};
