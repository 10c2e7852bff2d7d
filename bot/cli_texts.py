"""What `minhu --help` says. The command line speaks Chinese; only JSON field names and codes are not."""

APP = """民呼必应：聊天里的群众诉求台。

先看一眼：minhu demo。正式使用：复制 .env.example 为 .env 填好，minhu registry import 导入网格，再 minhu run。

退出码：0 正常；1 发现问题（数据有错、体检没过）；2 命令或设置写得不对。"""

DEMO = "打开演示：一个网页里有居民、网格员、督办三部手机，什么都不用准备。按 Ctrl-C 结束。"
DEMO_PORT = "网页的端口。"
DEMO_SPEED = "时间流速，1 到 3600。60 表示一分钟当一小时。"
DEMO_NO_BROWSER = "不自动打开浏览器。"
DEMO_KEEP = "接着用上一次演示的数据，不从头开始。"
RUN = "启动机器人，直到收到停止信号。设置见 .env.example。"
READ = """识别诉求：标准输入每行一个 JSON {"id","text"[,"title"]}，每行输出一个识别结果。

顺序不变，边读边出；写坏的一行输出 {"error","line"}，其余照常，最后退出码为 1。"""
LOCATE = """识别地点：标准输入每行一个 JSON {"id","text"[,"home"]}，每行输出找到的网格或候选。

home 是居民住处的编码，只在话里说“我家”时使用。顺序不变，坏行同 read。"""
EVALUATE = """评一评识别得准不准：给一份人工标注的文件，打印正确率、F1、误判、把握是否可信。

按内容认文件：带主题的表格（CSV、.xlsx）评主题；每行一个 JSON 的评紧急程度、意图、主题、回避，
带 expect 的评地点；same_issue_silver.csv 评同一件事。什么也不改。"""
EVALUATE_PATH = "标注好的文件。"
CROSS_VALIDATE = "交叉验证的折数：每折只用其余各折重新学词表，再评这一折。0 表示评现在用的词表。"
ONE_FOLD = "--cross-validate 至少要 2 折。"
EVALUATE_TOPICS = "用这份词表代替自带的（minhu train 写出来的）。"
AMONG_ALL = "评同一件事时，把旁边 stream.csv 里的消息也一起归组（较慢）。"
EVALUATE_JSON = "输出 JSON，给程序用。"
TRAIN = """从标注好的表格学主题词表：内容、类别两列，标题可有可无；从标注好的短消息（每行一个 JSON，有 text 和 conflict、severity）
学回避和险情的词。
只写词、权重、出现条数和日期，不写任何原文。

同一份文件每次学出来的都一样。要用 scikit-learn（pip install -r requirements-train.txt）。"""
TRAIN_PATH = "CSV 或 .xlsx；短消息用每行一个 JSON。"
TRAIN_OUT = "词表写到哪里（CSV）。"
TRAIN_WORDS = "词表最多多少个词。"
LEXICON = "主题词表。"
LEXICON_REVIEW = """居民和工作人员改过主题的诉求，提示词表该加哪些词：每个词都先拿过去的诉求重读一遍，变对几件、变错几件都列出来。

不加 --apply 什么也不改。写入的是 MINHU_OWN_TOPICS 指的本地词表。"""
LEXICON_APPLY = "同意，写入本地词表。"
LEXICON_ONLY = "只采用这几个词。"
REGISTRY_DIR = "网格数据的工作簿（.xlsx）或 CSV 文件夹；不写就用自带的演示区。"
REGISTRY = "网格、区划、人员数据。"
TEMPLATE = "写一份空的网格台账工作簿：七张表的表头、示例、下拉选项，最后一张是填写说明。"
TEMPLATE_PATH = "写到哪个 .xlsx 文件。"
TEMPLATE_SUFFIX = "模板是工作簿，文件名请以 .xlsx 结尾。"
TEMPLATE_HELP = (
    "一、七张表：区划、网格、小区楼栋、人员、微网格、地标、部门。没有内容的表请保留表头；部门表可以不要。表头带 * 的列必填；列的先后可以变，多出来的列不看。",
    "二、每张表里的示例只为说明怎么填，正式填写前请删掉。",
    "三、编码和手机号一律是文本。整列已设为文本格式；从别处粘贴时请选“只粘贴值”。编码变成 4.1E+14 就已经丢了数字，必须重填。",
    "四、区划：区、街道（乡镇）、村（社区）一行一个，从上到下；下级编码以上级编码的有效部分开头。",
    "五、网格：编码是所属村社区的 12 位编码加 3 位顺序号。一个网格管几个组，写 1,3-5。填了经纬度就要填坐标系，GCJ-02、BD-09 会自动换算。",
    "六、小区楼栋：一个网格管几个小区就写几行。楼栋写 1-6,8 或 全部；一栋楼分给两个网格时再填单元。",
    "七、人员：一人管几个网格，用 | 分隔；写村社区编码表示全村。每个网格有且只有一名主责：同一个人在有的网格主责、有的不主责，就写两行。暂时不管网格的人写 无。",
    "八、姓名和电话写在一格里（张三13800000000）也能认出来；合并单元格按每一行都有这个值来读。",
    "九、不要收集身份证号、民族和政治面貌。",
    "十、地标：老面粉厂、十字路口、卫生室……大家怎么说就怎么写，别名用 | 分隔。跨几个网格就写几个编码，机器人会再问一句。",
    "十一、部门：网格员办不了的事，可以吹哨叫来的环卫、物业、派出所等。写它服务哪个村社区、街道或区；用 minhu bind-code 部门编号 绑定它的值班手机或值班群。",
    "十二、填好后先运行 minhu registry import 文件，逐条改掉列出的错处；看清新增、修改、去掉了什么，再加 --apply 写入。",
)
IMPORT = """检查并导入网格数据：工作簿（.xlsx）、CSV 文件夹，或网格边界（.geojson）。

不加 --apply 只检查，并说明会有哪些变化。有错时逐条列出，什么也不改，退出码为 1。
工作簿和 CSV 代替原来的全部数据（工作簿里没有边界，留下的网格边界不变）；边界文件只换它提到的网格。"""
IMPORT_PATH = "工作簿、CSV 文件夹（或其中任意一个 CSV 文件）、.geojson；写 demo 表示自带的演示区。"
IMPORT_APPLY = "真正写入数据库。"
IMPORT_GRID_CODE = "本地网格编码的规则；不写就是所属村社区 12 位编码加 3 位顺序号。"
EXPORT = "把数据库里的网格数据写成工作簿、CSV 文件夹或边界文件，改好后可以再导入。"
EXPORT_PATH = "以 .xlsx 结尾写工作簿，以 .geojson 结尾写边界，否则写成 CSV 文件夹（没有就新建）。"
LINKS = """每个网格的公示链接，CSV 输出，印二维码贴在门口用：minhu registry links > 链接.csv

居民扫码就看到网格、网格员、上班时间，接着说的事直接记在这个网格。"""
LINKS_BOT = "机器人的用户名；不写就按令牌去问 Telegram。"
KNOWLEDGE = "办事指南（知识表）：咨询按它的原话一次说清。"
KNOWLEDGE_CHECK = """检查一份知识表：哪一行哪一栏要改，哪几条到了复核日期。有错退出码为 1。

一行一件事，UTF-8 的 CSV，列名：id title asks who bring where hours phone source updated review visits。
asks 写居民的问法，几种用；隔开，每种里 a|b+c 表示 a 或 b 后面不远有 c；bring 一次写全，也用；隔开。"""
KNOWLEDGE_PATH = "知识表文件；写 demo 检查自带的示例。"
BIND_CODE = """给一个岗位发一次性绑定码。码只显示这一次，数据库里只存摘要。

岗位是人员编号（如 Z0007）或区划编码（村、街道、区的值班岗）。"""
BIND_POST = "岗位：人员编号、区划编码或部门编号。"
CASES = "列出诉求，新的在前。"
CASES_JSON = "输出 JSON 数组，给程序用。"
CASES_STATUS = "只列这些状态，可以写几次：filed accepted on_site resolved confirmed silent withdrawn dismissed appealed joined，或 open（没画句号的）。"
CASES_LIMIT = "最多几件。"
DIGEST = "显示一个值班岗此刻的日报，不发送。"
DIGEST_POST = "区划编码。"
RANKING = """排名：一个值班岗下一级的各单位，按居民评价算响应率、解决率、满意率和得分。

只算两个问题都答了的；沉默和说有人催打好评的不算；不足 5 件的列出件数，不排名。不发送。"""
WHISTLES = "吹哨台账：一个月里各部门被叫几次，按时应哨、没应、去不了、到场、结论各几次，以及谁吹的哨。"
RANKING_MONTH = "哪个月，例如 2026-02；不写就是本月。"
RANKING_NO_MONTH = "--month 要写成 2026-02 的样子。"
RANKING_POST = "区划编码；不写就是全区。"
RANKING_JSON = "输出 JSON，给程序用。"
REPORT = """月报工作簿：排名、人员四项指标、减负、沉寂网格、超时（事实和免责），最后一页写明怎么算；
旁边再写一个同名的 .html，有走势图、排名和超时，可以打印。不发送。"""
REPORT_OUT = "写到哪个 .xlsx 文件；已有的不覆盖。"
REPORT_MONTH = "哪个月，例如 2026-02；不写就是上个月。"
ATTENDANCE = "出勤：导入考勤。"
ATTENDANCE_IMPORT = """导入一个月的出勤（CSV 或 XLSX），列：人员编号、月份、应出勤天数、实际出勤天数。再导入一次就替换。

有一行不对就什么也不写，逐行告诉您哪里不对。"""
ATTENDANCE_FILE = "考勤文件，.csv 或 .xlsx。"
DOCTOR = "体检：设置、数据库、网格、令牌、时钟、积压，每一项不对都告诉您怎么办。"
DEAD_LETTERS = """列出送不到的消息，新的在前；不显示消息内容。

查明原因后：minhu dead-letters --again 行号… 再发一次；--dismiss 行号… 放下不发。行号写 all 表示全部。"""
PARKED = """列出处理不了、搁置的更新，新的在前；不显示内容。

换上修好的版本后：minhu parked --again 行号… 再处理一次；--dismiss 行号… 放下。行号写 all 表示全部。"""
ROWS = "和 --again 或 --dismiss 一起写：列表第一栏的行号，可以几个；all 表示全部。"
AGAIN = "把这些行重新排队。"
DISMISS = "放下这些行，不再列出。"
AUDIT = "留痕：谁在什么时候做了什么，一行扣一行，改不了、删不掉而不被发现。"
AUDIT_VERIFY = """从头到尾核对留痕：改过、删过、换过、插过的都找得出来。完好退出码为 0，不对为 1。

只截掉末尾的，要拿一个以前的尾号来对：区里的日报每天有一个，也可以每天把 minhu audit head 的输出存到别处。"""
AUDIT_ANCHOR = "以前留底的尾号，例如日报里的 1024:jphkaebdfdlaceob。"
AUDIT_HEAD = "现在的行数和尾号，抄到别处留底。"
AUDIT_READS = """谁看过一件保密的诉求：时间、岗位、姓名、看了内容还是看了联系方式、理由。

姓名是这个人现在绑定岗位用的名字，已经不在岗的留空。列过一次也会留痕。"""
AUDIT_READS_NUMBER = "诉求编号，如 0302-001。"
AUDIT_JSON = "输出 JSON，给程序用。"
RETAIN = """忘掉到期的个人信息：处理完的原始消息、对话、发出的消息，画句号已久的诉求里的姓名、原话、门牌、照片和账号。统计不变。

机器人每天凌晨 3 点后自己做一遍，天数见 .env.example 的 MINHU_RETAIN_*。"""
RETAIN_DRY_RUN = "只数一数，不写入。"
PERSON = "一个居民的信息：导出或删除，供本人来街道当面提出时用。"
PERSON_EXPORT = "打印存着的这个人的全部信息（JSON）。会记入留痕。"
PERSON_ERASE = "删除这个人的信息：办完的去掉姓名和原话，没办完的改成匿名接着办。会记入留痕。"
PERSON_CHAT = "这个人的聊天，例如 tg:1001；minhu cases --json 里的 reporter。"
PERSON_YES = "确定，删了找不回来。"
DB = "数据库：备份、恢复、搬家。"
BACKUP = """把正在使用的数据库备份成一个文件，不用停机；备份好后打开检查一遍。

先写到临时文件，检查完好才改成正式的名字；已有的文件不会覆盖。PostgreSQL 也备份成同样的文件。"""
BACKUP_PATH = "写到哪个文件，例如 minhu-0306.db。"
RESTORE = """把备份恢复到一个空库。先停下 minhu run。

备份以后可能已经发出的消息会带“重发”字样再发；普通提醒不再发。"""
RESTORE_PATH = "minhu db backup 写的文件。"
RESTORE_INTO = "恢复到哪个库；不写就是 MINHU_DATABASE_URL。"
COPY = """把整个库搬到另一个空库：SQLite 到 PostgreSQL，或反过来。先停下 minhu run。

从 MINHU_DATABASE_URL 读，原样写到 --to，逐表核对条数；旧库不动。"""
COPY_TO = "新库，例如 postgresql+psycopg://minhu@127.0.0.1/minhu。"
