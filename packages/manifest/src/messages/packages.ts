import type { Catalogue } from './message.ts';

/** 7116–7149: what packages of extensions say of themselves. Sentences name the file and the field. */
export const PACKAGE_MESSAGES: Catalogue = {
  LB7116: {
    title: { en: 'Field missing', zh: '缺少字段' },
    sentence: { en: '{file}: the field {field} is missing or empty.', zh: '{file}：缺少字段 {field}，或该字段为空。' },
    cause: { en: 'The field is required.', zh: '该字段为必填。' },
    cure: { en: 'Add {field} to {file}.', zh: '请在 {file} 中添加 {field}。' },
  },
  LB7117: {
    title: { en: 'Value of another type', zh: '值类型不符' },
    sentence: {
      en: '{file}, field {field}: {expected} is expected, and {found} is there.',
      zh: '{file} 的字段 {field}：应为 {expected}，实际为 {found}。',
    },
    cause: {
      en: 'YAML takes 1.0 for a number and true for a truth value, unless they stand in quotes.',
      zh: '在 YAML 中，除非加引号，1.0 会被视为数字，true 会被视为布尔值。',
    },
    cure: { en: 'Write {field} as {expected}.', zh: '请将 {field} 写为 {expected}。' },
  },
  LB7118: {
    title: { en: 'Not a DNS label', zh: '不是 DNS 标签' },
    sentence: {
      en: '{file}, field {field}: “{found}” cannot be used as a name.',
      zh: '{file} 的字段 {field}：“{found}”不能用作名称。',
    },
    cause: {
      en: 'It becomes the name of objects, of a release and of a namespace.',
      zh: '它会成为对象、发布和命名空间的名称。',
    },
    cure: {
      en: 'Use 1 to 63 lower-case letters, digits and inner hyphens, such as tide-clock.',
      zh: '请使用 1 到 63 个小写字母、数字和中间的连字符，例如 tide-clock。',
    },
  },
  LB7119: {
    title: { en: 'Not a semantic version', zh: '不是语义化版本' },
    sentence: {
      en: '{file}, field {field}: “{found}” is not a semantic version.',
      zh: '{file} 的字段 {field}：“{found}”不是语义化版本。',
    },
    cause: {
      en: 'Versions are compared, so that the newest can be offered.',
      zh: '系统需要比较版本，才能提供最新版本。',
    },
    cure: {
      en: 'Write three numbers without a leading v, such as 1.4.0 or 1.4.0-rc.1.',
      zh: '请写三个数字，不带前缀 v，例如 1.4.0 或 1.4.0-rc.1。',
    },
  },
  LB7120: {
    title: { en: 'Name and version do not fit into one name', zh: '名称与版本无法合成对象名' },
    sentence: {
      en: '{file}, field {field}: “{found}” cannot be the name of an object.',
      zh: '{file} 的字段 {field}：“{found}”不能作为对象名称。',
    },
    cause: {
      en: 'Name and version together name the object of the version, and are the value of a label: at most 63 characters, no capital letter, no plus sign.',
      zh: '名称与版本合起来作为版本对象的名称和标签值：最多 63 个字符，不含大写字母和加号。',
    },
    cure: {
      en: 'Shorten the name or the version, and leave build metadata out.',
      zh: '请缩短名称或版本，并去掉构建元数据。',
    },
  },
  LB7121: {
    title: { en: 'Unknown language', zh: '未知语言' },
    sentence: {
      en: '{file}, field {field}: “{found}” is no code of a language.',
      zh: '{file} 的字段 {field}：“{found}”不是语言代码。',
    },
    cause: {
      en: 'Languages are written with the two letters of ISO 639-1.',
      zh: '语言使用 ISO 639-1 的两个字母表示。',
    },
    cure: { en: 'Write en, zh, de, ja and so on.', zh: '请写 en、zh、de、ja 等。' },
  },
  LB7122: {
    title: { en: 'Value too long', zh: '值过长' },
    sentence: {
      en: '{file}, field {field}: there is more than the {limit} characters or items that are allowed.',
      zh: '{file} 的字段 {field}：超过了允许的 {limit} 个字符或条目。',
    },
    cause: {
      en: 'The field is shown in lists and kept in objects, which have little room.',
      zh: '该字段会显示在列表中并保存在对象中，空间有限。',
    },
    cure: { en: 'Shorten it. Long texts belong in README.md.', zh: '请缩短。较长的文本应放在 README.md 中。' },
  },
  LB7123: {
    title: { en: 'Not a range of versions', zh: '不是版本范围' },
    sentence: {
      en: '{file}, field {field}: “{found}” is not a range of versions.',
      zh: '{file} 的字段 {field}：“{found}”不是版本范围。',
    },
    cause: { en: 'Ranges are written as for Helm charts.', zh: '版本范围的写法与 Helm Chart 相同。' },
    cure: {
      en: 'Write >=1.19.0-0, ~1.2, ^1.2.3, 1.2 - 1.4 or several with a comma or || between them.',
      zh: '请写 >=1.19.0-0、~1.2、^1.2.3、1.2 - 1.4，或用逗号或 || 连接多个范围。',
    },
  },
  LB7124: {
    title: { en: 'Value is not one of those allowed', zh: '值不在允许范围内' },
    sentence: {
      en: '{file}, field {field}: “{found}” is not one of {allowed}.',
      zh: '{file} 的字段 {field}：“{found}”不属于 {allowed}。',
    },
    cause: { en: 'The field takes only these values, in this spelling.', zh: '该字段只接受这些值，且写法须一致。' },
    cure: { en: 'Write one of {allowed}.', zh: '请写 {allowed} 之一。' },
  },
  LB7125: {
    title: { en: 'Not a web address', zh: '不是网址' },
    sentence: {
      en: '{file}, field {field}: “{found}” is not an address that can be used.',
      zh: '{file} 的字段 {field}：“{found}”不是可用的网址。',
    },
    cause: {
      en: 'Links begin with https:// or http://, images with https:// alone.',
      zh: '链接须以 https:// 或 http:// 开头，图片只能以 https:// 开头。',
    },
    cure: {
      en: 'Write the whole address. An image is best put into the package.',
      zh: '请写完整的网址。图片最好放入扩展包。',
    },
  },
  LB7126: {
    title: { en: 'Not usable as a label', zh: '不能用作标签' },
    sentence: {
      en: '{file}, field {field}: “{found}” cannot be the key or the value of a label.',
      zh: '{file} 的字段 {field}：“{found}”不能作为标签的键或值。',
    },
    cause: { en: 'It is written into labels or annotations of objects.', zh: '它会写入对象的标签或注解。' },
    cure: {
      en: 'Use at most 63 letters, digits, hyphens, dots and underscores, beginning and ending with a letter or digit.',
      zh: '请使用最多 63 个字母、数字、连字符、点和下划线，首尾须为字母或数字。',
    },
  },
  LB7127: {
    title: { en: 'Named file is not in the package', zh: '引用的文件不在扩展包中' },
    sentence: {
      en: '{file}, field {field}: the package has no {path}.',
      zh: '{file} 的字段 {field}：扩展包中没有 {path}。',
    },
    cause: {
      en: 'Paths are relative to the folder of extension.yaml, and case matters.',
      zh: '路径相对于 extension.yaml 所在目录，且区分大小写。',
    },
    cure: { en: 'Add the file, or correct the path.', zh: '请添加该文件，或更正路径。' },
  },
  LB7128: {
    title: { en: 'Not an image', zh: '不是图片' },
    sentence: {
      en: '{file}, field {field}: {path} is not an image that browsers show.',
      zh: '{file} 的字段 {field}：{path} 不是浏览器可显示的图片。',
    },
    cause: {
      en: 'The first bytes of the file say what it is, not its name.',
      zh: '判断依据是文件开头的字节，而不是文件名。',
    },
    cure: { en: 'Use SVG, PNG, JPEG, WebP, GIF or AVIF.', zh: '请使用 SVG、PNG、JPEG、WebP、GIF 或 AVIF。' },
  },
  LB7129: {
    title: { en: 'Image too large', zh: '图片过大' },
    sentence: {
      en: '{file}, field {field}: {path} has more than {limit}, or comes before extension.yaml among too many images.',
      zh: '{file} 的字段 {field}：{path} 超过 {limit}，或在 extension.yaml 之前出现的图片过多。',
    },
    cause: {
      en: 'The icon is written into an object of the cluster, and shown in lists.',
      zh: '图标会写入集群对象，并显示在列表中。',
    },
    cure: { en: 'Use a smaller image: 128 × 128 pixels are enough.', zh: '请使用较小的图片，128 × 128 像素即可。' },
  },
  LB7130: {
    title: { en: 'Unknown field', zh: '未知字段' },
    sentence: {
      en: '{file}: the field {field} is not known and has no effect.',
      zh: '{file}：字段 {field} 未知，不起作用。',
    },
    cause: { en: 'It is misspelt, or of a later version of the format.', zh: '字段拼写有误，或属于更新版本的格式。' },
    cure: { en: 'Correct or remove it.', zh: '请更正或删除。' },
  },
  LB7131: {
    title: { en: 'No text in English', zh: '缺少英文文本' },
    sentence: {
      en: '{file}, field {field}: there is no text in English.',
      zh: '{file} 的字段 {field}：没有英文文本。',
    },
    cause: {
      en: 'Whoever reads another language than those given sees the English text.',
      zh: '使用其他语言的用户会看到英文文本。',
    },
    cure: { en: 'Add a line with en.', zh: '请添加 en 一行。' },
  },
  LB7132: {
    title: { en: 'Two files disagree', zh: '两个文件不一致' },
    sentence: {
      en: '{file}, field {field}: “{found}” is there, and extension.yaml says “{expected}”.',
      zh: '{file} 的字段 {field}：此处为“{found}”，而 extension.yaml 中为“{expected}”。',
    },
    cause: {
      en: 'Chart.yaml and ui/extension.json are made from extension.yaml, which was changed afterwards.',
      zh: 'Chart.yaml 和 ui/extension.json 由 extension.yaml 生成，而后者在此之后被修改。',
    },
    cure: { en: 'Build the package again.', zh: '请重新构建扩展包。' },
  },
  LB7133: {
    title: { en: 'Listed chart is missing', zh: '列出的图表缺失' },
    sentence: {
      en: '{file}, field {field}: the chart {name} is not in the folder charts/.',
      zh: '{file} 的字段 {field}：charts/ 目录中没有图表 {name}。',
    },
    cause: { en: 'Helm refuses a chart whose dependencies are not all there.', zh: '依赖不齐全时，Helm 会拒绝安装。' },
    cure: {
      en: 'Put the chart into charts/, or remove it from the dependencies.',
      zh: '请将该图表放入 charts/，或从依赖中删除。',
    },
  },
  LB7134: {
    title: { en: 'Charts nested too deeply', zh: '图表嵌套过深' },
    sentence: {
      en: '{file} is packed inside more than {limit} other charts.',
      zh: '{file} 被打包在超过 {limit} 层的其他图表之中。',
    },
    cause: {
      en: 'Each packed chart is unpacked to see what it defines.',
      zh: '每个打包的图表都会被解开，以查看其定义的内容。',
    },
    cure: { en: 'Put charts into charts/ as folders.', zh: '请以目录形式将图表放入 charts/。' },
  },
  LB7135: {
    title: { en: 'Not valid JSON', zh: 'JSON 无效' },
    sentence: { en: '{file} is not JSON: {reason}.', zh: '{file} 不是有效的 JSON：{reason}。' },
    cause: { en: 'The file cannot be read as JSON.', zh: '该文件无法按 JSON 读取。' },
    cure: {
      en: 'Correct the syntax. Comments and trailing commas are not allowed.',
      zh: '请修正语法。不允许注释和行尾多余的逗号。',
    },
  },
  LB7136: {
    title: { en: 'Link leads out of the folder', zh: '链接指向目录之外' },
    sentence: {
      en: '{file} is a link that leads out of the folder of the extension.',
      zh: '{file} 是指向扩展目录之外的链接。',
    },
    cause: {
      en: 'A package holds nothing but what lies in the folder of its extension.',
      zh: '扩展包只包含扩展目录内的内容。',
    },
    cure: { en: 'Copy the file into the folder.', zh: '请将文件复制到目录中。' },
  },
  LB7137: {
    title: { en: 'Folder cannot be packed', zh: '无法打包目录' },
    sentence: { en: '{file} cannot be read: {reason}.', zh: '无法读取 {file}：{reason}。' },
    cause: {
      en: 'The folder or a file in it does not exist or may not be read.',
      zh: '目录或其中的文件不存在，或没有读取权限。',
    },
    cure: { en: 'Check the path and its permissions.', zh: '请检查路径及其权限。' },
  },
  LB7138: {
    title: { en: 'File too large for helm', zh: '文件对 helm 而言过大' },
    sentence: {
      en: '{file} has more than {limit}, and helm 4 refuses such a file.',
      zh: '{file} 超过 {limit}，helm 4 会拒绝这样的文件。',
    },
    cause: {
      en: 'The package holds objects, so helm reads all of it.',
      zh: '扩展包中包含对象，因此 helm 会读取其全部内容。',
    },
    cure: { en: 'Make the file smaller, or leave it out.', zh: '请缩小该文件，或将其移除。' },
  },
  LB7139: {
    title: { en: 'Too much YAML', zh: 'YAML 内容过多' },
    sentence: { en: '{file} has more than {limit} lines and values.', zh: '{file} 的行与值超过 {limit} 个。' },
    cause: {
      en: 'Parsing such a file keeps the server from other work.',
      zh: '解析这样的文件会妨碍服务器处理其他工作。',
    },
    cure: {
      en: 'Leave out what is not needed, or move it into a chart inside the package.',
      zh: '请去掉不需要的内容，或将其移入包内的图表。',
    },
  },
  LB7140: {
    title: { en: 'Not for this version of Kubernetes', zh: '不支持此 Kubernetes 版本' },
    sentence: {
      en: 'Version {version} needs Kubernetes {range}; the cluster has {running}.',
      zh: '版本 {version} 需要 Kubernetes {range}，集群为 {running}。',
    },
    cause: {
      en: 'kubeVersion in extension.yaml does not accept the version of the cluster. A vendor’s suffix is accepted only by a range that ends with -0.',
      zh: 'extension.yaml 中的 kubeVersion 不接受集群的版本。只有以 -0 结尾的范围才接受带厂商后缀的版本。',
    },
    cure: {
      en: 'Choose another version of the extension, or upgrade the cluster.',
      zh: '请选择扩展的其他版本，或升级集群。',
    },
  },
  LB7141: {
    title: { en: 'Not for this platform', zh: '不支持此平台' },
    sentence: {
      en: 'Version {version} needs KubeSphere {range}; this platform takes extensions for {running}.',
      zh: '版本 {version} 需要 KubeSphere {range}，此平台支持适用于 {running} 的扩展。',
    },
    cause: {
      en: 'ksVersion in extension.yaml does not accept the version of KubeSphere that this platform stands for.',
      zh: 'extension.yaml 中的 ksVersion 不接受此平台对应的 KubeSphere 版本。',
    },
    cure: { en: 'Choose another version of the extension.', zh: '请选择扩展的其他版本。' },
  },
  LB7142: {
    title: { en: 'Not for this version of LuBan', zh: '不支持此 LuBan 版本' },
    sentence: {
      en: 'Version {version} needs LuBan {range}; this is {running}.',
      zh: '版本 {version} 需要 LuBan {range}，当前为 {running}。',
    },
    cause: {
      en: 'engines.luban in the manifest of the interface does not accept the running version.',
      zh: '界面清单中的 engines.luban 不接受当前版本。',
    },
    cure: {
      en: 'Choose another version of the extension, or upgrade LuBan.',
      zh: '请选择扩展的其他版本，或升级 LuBan。',
    },
  },
  LB7143: {
    title: { en: 'Word with characters that do not belong there', zh: '词中含有不允许的字符' },
    sentence: {
      en: '{file}, field {field}: “{found}” has spaces, control characters or letters beyond ASCII.',
      zh: '{file} 的字段 {field}：“{found}”含有空格、控制字符或非 ASCII 字母。',
    },
    cause: {
      en: 'Such a word matches nothing in Kubernetes, and may look like another one to whoever reviews it.',
      zh: '这样的词在 Kubernetes 中不匹配任何内容，并可能让审阅者误认为是另一个词。',
    },
    cure: { en: 'Write the word in ASCII.', zh: '请用 ASCII 字符书写。' },
  },
  LB7144: {
    title: { en: 'Namespace of others', zh: '命名空间属于他人' },
    sentence: {
      en: '{file}, field {field}: the extension is to be installed in {found}, which is not its own.',
      zh: '{file} 的字段 {field}：扩展要安装到 {found}，而它不是扩展自己的命名空间。',
    },
    cause: {
      en: 'Whatever is installed there can be given everything in that namespace, the secrets of others included.',
      zh: '安装在那里的内容可能获得该命名空间中的一切，包括他人的 Secret。',
    },
    cure: {
      en: 'Leave the field out: the extension gets a namespace of its own.',
      zh: '请去掉该字段，扩展会获得自己的命名空间。',
    },
  },
  LB7145: {
    title: { en: 'Name too long for a release', zh: '名称过长，无法用作发布名' },
    sentence: {
      en: '{file}, field {field}: “{found}” has more than the {limit} characters that helm has room for.',
      zh: '{file} 的字段 {field}：“{found}”超过了 helm 允许的 {limit} 个字符。',
    },
    cause: {
      en: 'The release is named like the extension, that of an agent with -agent behind the name, and helm takes 53 characters.',
      zh: '发布以扩展命名，代理的发布在名称后加 -agent，而 helm 最多接受 53 个字符。',
    },
    cure: { en: 'Shorten the name.', zh: '请缩短名称。' },
  },
  LB7146: {
    title: { en: 'Interface is not built', zh: '界面尚未构建' },
    sentence: {
      en: 'The folder has an extension.ts, and no {file}.',
      zh: '目录中有 extension.ts，但没有 {file}。',
    },
    cause: {
      en: 'The package takes the built interface, and building it is a step of its own.',
      zh: '扩展包使用构建好的界面，而构建是单独的一步。',
    },
    cure: { en: 'Build the extension, then pack it.', zh: '请先构建扩展，再打包。' },
  },
};
