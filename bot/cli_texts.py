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
REGISTRY_DIR = "网格数据的 CSV 文件夹；不写就用自带的演示区。"
REGISTRY = "网格、区划、人员数据。"
IMPORT = """检查并导入一套网格数据（CSV 文件夹）。

不加 --apply 只检查，并说明会有哪些变化。有错时逐条列出，什么也不改，退出码为 1。"""
IMPORT_PATH = "CSV 文件夹，或其中任意一个 CSV 文件；写 demo 表示自带的演示区。"
IMPORT_APPLY = "真正写入数据库。"
EXPORT = "把数据库里的网格数据写成一套 CSV，改好后可以再导入。"
EXPORT_PATH = "写到哪个文件夹（没有就新建）。"
BIND_CODE = """给一个岗位发一次性绑定码。码只显示这一次，数据库里只存摘要。

岗位是人员编号（如 Z0007）或区划编码（村、街道、区的值班岗）。"""
BIND_POST = "岗位：人员编号或区划编码。"
CASES = "列出诉求，新的在前。"
CASES_JSON = "输出 JSON 数组，给程序用。"
CASES_STATUS = (
    "只列这些状态，可以写几次：filed accepted on_site resolved confirmed silent withdrawn，或 open（没画句号的）。"
)
CASES_LIMIT = "最多几件。"
DIGEST = "显示一个值班岗此刻的日报，不发送。"
DIGEST_POST = "区划编码。"
DOCTOR = "体检：设置、数据库、网格、令牌、时钟、积压，每一项不对都告诉您怎么办。"
DEAD_LETTERS = """列出送不到的消息，新的在前；不显示消息内容。

查明原因后：minhu dead-letters --again 行号… 再发一次；--dismiss 行号… 放下不发。行号写 all 表示全部。"""
PARKED = """列出处理不了、搁置的更新，新的在前；不显示内容。

换上修好的版本后：minhu parked --again 行号… 再处理一次；--dismiss 行号… 放下。行号写 all 表示全部。"""
ROWS = "和 --again 或 --dismiss 一起写：列表第一栏的行号，可以几个；all 表示全部。"
AGAIN = "把这些行重新排队。"
DISMISS = "放下这些行，不再列出。"
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
