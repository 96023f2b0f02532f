import type { Catalogue } from './message.ts';

/** 2xxx: what extensions ask of each other and of the console, and what several of them claim. */
export const COMPOSITION_MESSAGES: Catalogue = {
  LB2001: {
    title: { en: 'Needed extension is missing', zh: '缺少依赖的扩展' },
    sentence: {
      en: '{extension} needs {dependency}, which is not installed or not enabled.',
      zh: '{extension} 依赖 {dependency}，但它未安装或未启用。',
    },
    cause: { en: 'The manifest names it in requires.extensions.', zh: '清单在 requires.extensions 中声明了该依赖。' },
    cure: { en: 'Install or enable {dependency}.', zh: '安装或启用 {dependency}。' },
  },
  LB2002: {
    title: { en: 'Needed extension has another version', zh: '依赖扩展的版本不符' },
    sentence: {
      en: '{extension} needs {dependency} in version {range}, but {found} is installed.',
      zh: '{extension} 需要 {dependency} 的版本为 {range}，但已安装的是 {found}。',
    },
    cause: {
      en: 'The installed version lies outside the range that was asked for.',
      zh: '已安装的版本不在要求的范围内。',
    },
    cure: { en: 'Install a version of {dependency} within {range}.', zh: '安装符合 {range} 的 {dependency}。' },
  },
  LB2003: {
    title: { en: 'Extensions need each other', zh: '扩展循环依赖' },
    sentence: {
      en: '{extension} needs itself by way of others: {path}.',
      zh: '{extension} 的依赖形成了循环：{path}。',
    },
    cause: {
      en: 'None of these extensions can become active before all the others are.',
      zh: '这些扩展都要求其他扩展先激活，因此没有一个能够激活。',
    },
    cure: {
      en: 'Ask the authors to turn one of the needs into requires.optional; until then disable one of the extensions.',
      zh: '请扩展作者将其中一个依赖改为 requires.optional，在此之前可停用其中一个扩展。',
    },
  },
  LB2004: {
    title: { en: 'Extensions exclude each other', zh: '扩展互斥' },
    sentence: { en: '{extension} does not work together with {other}.', zh: '{extension} 不能与 {other} 同时使用。' },
    cause: {
      en: 'A manifest names the other extension in conflicts.',
      zh: '清单在 conflicts 中声明了与另一扩展冲突。',
    },
    cure: { en: 'Disable the one that is needed less.', zh: '停用其中较不需要的一个。' },
  },
  LB2005: {
    title: { en: 'Console has another version', zh: '控制台版本不符' },
    sentence: {
      en: '{extension} needs {engine} {range}, but this console has {offered}.',
      zh: '{extension} 需要 {engine} {range}，但此控制台的版本为 {offered}。',
    },
    cause: { en: 'The extension was made for another version of the console.', zh: '该扩展面向其他版本的控制台。' },
    cure: {
      en: 'Install a version of the extension for this console, or update the console.',
      zh: '安装适用于此控制台的扩展版本，或升级控制台。',
    },
  },
  LB2006: {
    title: { en: 'Shared package has another version', zh: '共享包版本不符' },
    sentence: {
      en: '{extension} was built for {share} {range}, but this console has {offered}.',
      zh: '{extension} 构建时使用 {share} {range}，但此控制台提供的是 {offered}。',
    },
    cause: {
      en: 'Extensions use the console’s own copy of the package, so both must fit. Its code was not loaded.',
      zh: '扩展使用控制台提供的共享包，因此版本必须匹配。扩展的代码未被加载。',
    },
    cure: { en: 'Build the extension against {share} {offered}.', zh: '基于 {share} {offered} 重新构建扩展。' },
  },
  LB2007: {
    title: { en: 'Shared package is not offered', zh: '共享包未提供' },
    sentence: {
      en: '{extension} expects {share} {range} from the console, which does not offer it.',
      zh: '{extension} 需要控制台提供 {share} {range}，但控制台不提供该包。',
    },
    cause: {
      en: 'The package is marked as shared, so it is not part of the extension.',
      zh: '该包被标记为共享，因此未打包到扩展中。',
    },
    cure: { en: 'Bundle the package with the extension.', zh: '将该包打包到扩展中。' },
  },
  LB2008: {
    title: { en: 'Cluster lacks a resource type', zh: '集群缺少资源类型' },
    sentence: {
      en: '{extension} needs {capability}, which is not offered here.',
      zh: '{extension} 需要 {capability}，但此处没有提供。',
    },
    cause: {
      en: 'The API that serves this resource type is not installed in the cluster.',
      zh: '集群中未安装提供该资源类型的 API。',
    },
    cure: { en: 'Install the component that brings {capability}.', zh: '安装提供 {capability} 的组件。' },
  },
  LB2009: {
    title: { en: 'Needed extension cannot be used', zh: '依赖的扩展不可用' },
    sentence: {
      en: '{extension} needs {dependency}, which cannot be used itself.',
      zh: '{extension} 依赖 {dependency}，但后者自身不可用。',
    },
    cause: { en: 'The needed extension has a problem of its own.', zh: '被依赖的扩展存在问题。' },
    cure: { en: 'Solve the problem of {dependency} first.', zh: '先解决 {dependency} 的问题。' },
  },
  LB2010: {
    title: { en: 'Two routes with one URL', zh: '路由冲突' },
    sentence: {
      en: '{winner} and {loser} both have a route for {subject}. The one of {winner} is used.',
      zh: '{winner} 和 {loser} 都为 {subject} 定义了路由，使用的是 {winner} 的路由。',
    },
    cause: {
      en: 'A URL can lead to one page. The product’s own extensions come first, then the order of names decides.',
      zh: '一个 URL 只能对应一个页面。产品自带的扩展优先，其余按名称顺序决定。',
    },
    cure: {
      en: 'Disable one of the two, or choose the winner in the Extensions Center.',
      zh: '停用其中一个，或在扩展中心选择使用哪一个。',
    },
  },
  LB2011: {
    title: { en: 'Two items with one id', zh: 'id 冲突' },
    sentence: {
      en: '{winner} and {loser} both contribute {subject} ({kind}). The one of {winner} is used.',
      zh: '{winner} 和 {loser} 都提供了 {subject}（{kind}），使用的是 {winner} 的。',
    },
    cause: {
      en: 'At one place an id names one item, because people’s settings and other extensions refer to it.',
      zh: '用户设置和其他扩展会引用 id，因此同一位置的 id 只能对应一项。',
    },
    cure: {
      en: 'Give the item an id that starts with the extension’s name, or choose the winner in the Extensions Center.',
      zh: '使用以扩展名称开头的 id，或在扩展中心选择使用哪一个。',
    },
  },
  LB2012: {
    title: { en: 'Two commands with one key', zh: '快捷键冲突' },
    sentence: {
      en: '{winner} and {loser} both use the key {subject}. It runs the command of {winner}.',
      zh: '{winner} 和 {loser} 都使用快捷键 {subject}，按下时执行 {winner} 的命令。',
    },
    cause: {
      en: 'A key can run one command. The other one is still in the palette.',
      zh: '一个快捷键只能执行一个命令，另一个命令仍可在命令面板中使用。',
    },
    cure: { en: 'Choose another key in the manifest of one of them.', zh: '在其中一个的清单中更换快捷键。' },
  },
  LB2013: {
    title: { en: 'Two providers of one service', zh: '服务冲突' },
    sentence: {
      en: '{winner} and {loser} both provide the service {subject}. The one of {winner} is used.',
      zh: '{winner} 和 {loser} 都提供服务 {subject}，使用的是 {winner} 的。',
    },
    cause: { en: 'A service has one provider.', zh: '一个服务只能有一个提供者。' },
    cure: {
      en: 'Disable one of the two, or choose the winner in the Extensions Center.',
      zh: '停用其中一个，或在扩展中心选择使用哪一个。',
    },
  },
  LB2014: {
    title: { en: 'Extension is there twice', zh: '扩展重复' },
    sentence: {
      en: '{extension} is there as version {winner} and as version {loser}. Version {winner} is used.',
      zh: '{extension} 同时存在版本 {winner} 和版本 {loser}，使用的是版本 {winner}。',
    },
    cause: {
      en: 'Two enabled packages have the same name. The higher valid version wins.',
      zh: '两个已启用的包名称相同，较高的有效版本优先。',
    },
    cure: { en: 'Remove one of the two packages.', zh: '移除其中一个包。' },
  },
  LB2015: {
    title: { en: 'Order of several extensions contradicts itself', zh: '扩展之间的顺序矛盾' },
    sentence: {
      en: 'Items ask to stand after each other in a circle: {cycle}. One wish of the circle was not kept.',
      zh: '以下项的顺序要求形成了循环：{cycle}。其中一个要求未被满足。',
    },
    cause: { en: 'Several extensions place their items relative to each other.', zh: '多个扩展互相指定了相对顺序。' },
    cure: { en: 'Ask one of the authors to remove before or after.', zh: '请其中一个扩展的作者删除 before 或 after。' },
  },
  LB2016: {
    title: { en: 'Menu item has no parent', zh: '菜单项没有上级' },
    sentence: {
      en: '{item} of {extension} belongs below {parent} in {slot}, which does not exist. It is shown on the first level.',
      zh: '{extension} 的 {item} 应位于 {slot} 的 {parent} 之下，但后者不存在，因此显示在第一级。',
    },
    cause: {
      en: 'The extension that brings the parent item is not installed, or the name is misspelt.',
      zh: '提供上级菜单的扩展未安装，或名称拼写有误。',
    },
    cure: {
      en: 'Install the extension with the parent item, or correct the slot.',
      zh: '安装提供上级菜单的扩展，或修正插槽名称。',
    },
  },
  LB2017: {
    title: { en: 'Extension is replaced', zh: '扩展已被替代' },
    sentence: {
      en: '{extension} is left out, because {by} stands for it.',
      zh: '{extension} 未被使用，因为 {by} 替代了它。',
    },
    cause: { en: 'The manifest of {by} names it in replaces.', zh: '{by} 的清单在 replaces 中声明替代它。' },
    cure: {
      en: 'Remove {extension}, or disable {by} to have it back.',
      zh: '移除 {extension}，或停用 {by} 以恢复使用。',
    },
  },
  LB2018: {
    title: { en: 'Nobody provides the slot', zh: '插槽无人提供' },
    sentence: {
      en: '{item} of {extension} is for the slot {slot}, which nobody provides.',
      zh: '{extension} 的 {item} 使用插槽 {slot}，但没有扩展提供该插槽。',
    },
    cause: {
      en: 'The extension that provides the slot is not installed. The item is shown nowhere.',
      zh: '提供该插槽的扩展未安装，因此该项不会显示。',
    },
    cure: {
      en: 'Nothing needs to be done, unless the item is missed: then install the extension with the slot.',
      zh: '如不需要该项则无须处理，否则请安装提供该插槽的扩展。',
    },
  },
  LB2019: {
    title: { en: 'Slot takes one item', zh: '插槽只能容纳一项' },
    sentence: {
      en: '{winner} and {loser} both fill the slot {subject}, which takes one item. The one of {winner} is shown.',
      zh: '{winner} 和 {loser} 都使用插槽 {subject}，但它只能容纳一项，显示的是 {winner} 的。',
    },
    cause: { en: 'The slot is defined with multiple: false.', zh: '该插槽定义时设置了 multiple: false。' },
    cure: {
      en: 'Disable one of the two, or choose the winner in the Extensions Center.',
      zh: '停用其中一个，或在扩展中心选择使用哪一个。',
    },
  },
};
