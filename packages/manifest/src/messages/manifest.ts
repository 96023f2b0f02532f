import type { Catalogue } from './message.ts';

/** 1xxx: what is wrong with an extension's manifest. */
export const MANIFEST_MESSAGES: Catalogue = {
  LB1001: {
    title: { en: 'Manifest cannot be read', zh: '清单无法读取' },
    sentence: {
      en: 'The manifest extension.json cannot be read: {reason}.',
      zh: '无法读取清单 extension.json：{reason}。',
    },
    cause: {
      en: 'The file is missing, is not JSON, or does not hold a JSON object.',
      zh: '文件缺失、不是 JSON，或其内容不是 JSON 对象。',
    },
    cure: { en: 'Build the extension again and install the result.', zh: '重新构建扩展，然后安装构建结果。' },
  },
  LB1002: {
    title: { en: 'Manifest is too large', zh: '清单过大' },
    sentence: {
      en: 'The manifest has {size}, which is more than {limit}.',
      zh: '清单大小为 {size}，超过了 {limit} 的上限。',
    },
    cause: {
      en: 'Every page carries data of the manifest, so its size is limited. Usually texts or images were put into it.',
      zh: '每个页面都携带清单中的数据，因此其大小受限。通常是因为写入了大量文本或图片。',
    },
    cure: {
      en: 'Move texts into the run-time catalogues and images into files of the bundle.',
      zh: '将文本移到运行时的语言文件中，将图片作为包内的文件。',
    },
  },
  LB1003: {
    title: { en: 'Field is missing', zh: '缺少字段' },
    sentence: { en: '{field} is missing in the manifest.', zh: '清单中缺少 {field}。' },
    cause: { en: 'The field is required at this place.', zh: '此处必须有该字段。' },
    cure: { en: 'Add the field to extension.ts and build again.', zh: '在 extension.ts 中补充该字段，然后重新构建。' },
  },
  LB1004: {
    title: { en: 'Value is not allowed', zh: '值不符合要求' },
    sentence: { en: '{field} is {found}; expected: {expected}.', zh: '{field} 的值为 {found}，应为：{expected}。' },
    cause: {
      en: 'The value has another type, another form or another size than this field takes.',
      zh: '该值的类型、格式或大小不符合此字段的要求。',
    },
    cure: { en: 'Correct the value and build again.', zh: '修正该值，然后重新构建。' },
  },
  LB1005: {
    title: { en: 'Unknown field', zh: '未知字段' },
    sentence: { en: '{field} is not a field of the manifest.', zh: '清单中没有 {field} 这个字段。' },
    cause: {
      en: 'The name is misspelt, or the field belongs to a newer version of LuBan. It has no effect.',
      zh: '字段名拼写有误，或该字段属于更新版本的 LuBan。该字段不起作用。',
    },
    cure: { en: 'Correct the name, or remove the field.', zh: '修正字段名，或删除该字段。' },
  },
  LB1006: {
    title: { en: 'Name is not allowed', zh: '名称不符合要求' },
    sentence: {
      en: '{field} is {found}, which is not a name of an extension.',
      zh: '{field} 的值 {found} 不能作为扩展名称。',
    },
    cause: {
      en: 'Names are part of URLs and of Kubernetes objects: a-z, 0-9 and inner hyphens, at most 63 characters.',
      zh: '名称会用于 URL 和 Kubernetes 对象：只能包含 a-z、0-9 和中间的连字符，最长 63 个字符。',
    },
    cure: { en: 'Choose another name in extension.yaml.', zh: '在 extension.yaml 中更换名称。' },
  },
  LB1007: {
    title: { en: 'Version is not allowed', zh: '版本号不符合要求' },
    sentence: {
      en: '{field} is {found}, which is not a semantic version.',
      zh: '{field} 的值 {found} 不是语义化版本号。',
    },
    cause: {
      en: 'A version is three numbers with dots, such as 2.3.1, perhaps followed by -rc.1. A leading v is not part of it.',
      zh: '版本号由点分隔的三个数字组成，如 2.3.1，后面可以有 -rc.1，前面不能有 v。',
    },
    cure: { en: 'Correct the version in extension.yaml.', zh: '在 extension.yaml 中修正版本号。' },
  },
  LB1008: {
    title: { en: 'Range of versions is not allowed', zh: '版本范围不符合要求' },
    sentence: {
      en: '{field} is {value}, which is not a range of versions.',
      zh: '{field} 的值 {value} 不是有效的版本范围。',
    },
    cause: {
      en: 'Ranges are written as for npm, such as ^2.3.0 or >=1 <3.',
      zh: '版本范围使用 npm 的写法，如 ^2.3.0 或 >=1 <3。',
    },
    cure: { en: 'Correct the range.', zh: '修正版本范围。' },
  },
  LB1009: {
    title: { en: 'Condition cannot be read', zh: '条件表达式无法解析' },
    sentence: {
      en: '{field} cannot be read at character {position}: {reason}. The condition is: {expression}',
      zh: '{field} 在第 {position} 个字符处无法解析：{reason}。条件表达式为：{expression}',
    },
    cause: {
      en: 'Conditions know a few names and functions, comparisons, negation, && and ||, and nothing else.',
      zh: '条件表达式只支持少数名称和函数、比较、取反以及 && 和 ||。',
    },
    cure: { en: 'Correct the condition at that place.', zh: '修正该处的表达式。' },
  },
  LB1010: {
    title: { en: 'Path is not safe', zh: '路径不安全' },
    sentence: { en: '{field} is {found}, which is not a safe path.', zh: '{field} 的值 {found} 不是安全的路径。' },
    cause: {
      en: 'Paths are relative and stay where they belong: no leading slash, no .., no backslash, no scheme, nothing encoded.',
      zh: '路径必须是相对路径且不能越界：不能以斜杠开头，不能包含 ..、反斜杠、协议或编码字符。',
    },
    cure: { en: 'Use a plain relative path.', zh: '改用普通的相对路径。' },
  },
  LB1011: {
    title: { en: 'Link is not safe', zh: '链接不安全' },
    sentence: { en: '{field} is {found}, which is not a safe link.', zh: '{field} 的值 {found} 不是安全的链接。' },
    cause: {
      en: 'Links are complete https URLs. Other schemes could run code in the console or send people over an open line.',
      zh: '链接必须是完整的 https URL。其他协议可能在控制台中执行代码，或使用不加密的连接。',
    },
    cure: { en: 'Use an https URL.', zh: '改用 https URL。' },
  },
  LB1012: {
    title: { en: 'Something is named twice', zh: '重复定义' },
    sentence: {
      en: '{field} is {id} once more; it is taken by {first}.',
      zh: '{field} 重复使用了 {id}，它已被 {first} 占用。',
    },
    cause: {
      en: 'Within one manifest an id names one item of its kind, and a URL leads to one route.',
      zh: '在同一清单中，一个 id 只能对应同类中的一项，一个 URL 只能对应一个路由。',
    },
    cure: { en: 'Give one of the two another id or path.', zh: '为其中一个更换 id 或路径。' },
  },
  LB1013: {
    title: { en: 'Unknown slot or mount', zh: '未知的插槽或挂载点' },
    sentence: {
      en: '{field} is {found}; known here are: {known}.',
      zh: '{field} 的值为 {found}，此处可用的有：{known}。',
    },
    cause: {
      en: 'The name is misspelt, or the slot belongs to an extension that this one does not name in requires.',
      zh: '名称拼写有误，或该插槽属于未在 requires 中声明的扩展。',
    },
    cure: {
      en: 'Correct the name, or add the extension that provides the slot to requires.optional.',
      zh: '修正名称，或将提供该插槽的扩展加入 requires.optional。',
    },
  },
  LB1014: {
    title: { en: 'Order contradicts itself', zh: '顺序自相矛盾' },
    sentence: { en: '{field} is part of an order in a circle: {cycle}.', zh: '{field} 的顺序形成了循环：{cycle}。' },
    cause: { en: 'Each item asks to stand after the next one.', zh: '每一项都要求排在下一项之后。' },
    cure: { en: 'Remove one before or after of the circle.', zh: '删除循环中的一个 before 或 after。' },
  },
  LB1015: {
    title: { en: 'Target is missing', zh: '引用的目标不存在' },
    sentence: { en: '{field} leads to {target}, which does not exist.', zh: '{field} 指向的 {target} 不存在。' },
    cause: {
      en: 'A route, command, module or file is referred to that the manifest does not have, or its owner is not installed.',
      zh: '引用的路由、命令、模块或文件不在清单中，或其所属扩展未安装。',
    },
    cure: { en: 'Correct the reference, or add what it names.', zh: '修正引用，或补充被引用的内容。' },
  },
  LB1016: {
    title: { en: 'Text is too long', zh: '文本过长' },
    sentence: {
      en: '{field} has {length} characters; at most {limit} are allowed.',
      zh: '{field} 有 {length} 个字符，最多允许 {limit} 个。',
    },
    cause: { en: 'Long texts do not fit where they are shown.', zh: '过长的文本无法在界面上完整显示。' },
    cure: { en: 'Shorten the text.', zh: '缩短文本。' },
  },
  LB1017: {
    title: { en: 'Text is missing in the catalogue', zh: '缺少翻译文本' },
    sentence: { en: 'The catalogue has no text {key} for {locale}.', zh: '语言文件中没有 {locale} 的文本 {key}。' },
    cause: {
      en: 'A key between percent signs is looked up in the catalogues of the extension. Without a text the key is shown.',
      zh: '百分号之间的键会在扩展的语言文件中查找。找不到文本时显示键名。',
    },
    cure: {
      en: 'Add the key to the catalogue in locales/ and build again.',
      zh: '在 locales/ 的语言文件中添加该键，然后重新构建。',
    },
  },
  LB1018: {
    title: { en: 'Too many entries', zh: '条目过多' },
    sentence: {
      en: '{field} has {count} entries; at most {limit} are allowed.',
      zh: '{field} 有 {count} 项，最多允许 {limit} 项。',
    },
    cause: { en: 'Every page carries the contributions of all extensions.', zh: '每个页面都携带所有扩展的贡献项。' },
    cure: {
      en: 'Split the extension, or make the entries part of its pages.',
      zh: '拆分扩展，或将这些条目放到扩展自己的页面中。',
    },
  },
};
