"""What Word and Excel put on the clipboard; the texts are invented."""

# As Word 2019 copies three rows of a table with its header, a section across all columns, an
# automatic number, a nested list, a line break, two paragraphs and cells merged downwards.
WORD_HTML = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml>
 <o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings>
</xml><![endif]-->
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{mso-style-unhide:no;
	mso-style-qformat:yes;
	margin:0cm;
	font-size:12.0pt;
	font-family:"Times New Roman",serif;}
@list l0:level1
	{mso-level-tab-stop:none;}
-->
</style>
<!--[if gte mso 10]>
<style> table.MsoTableGrid {mso-style-name:"Сетка таблицы";} </style>
<![endif]-->
</head>

<body lang=RU style='tab-interval:35.4pt;word-wrap:break-word'>
<!--StartFragment-->

<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0
 style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=40 valign=top style='width:30.0pt;border:solid windowtext 1.0pt'>
  <p class=MsoNormal align=center style='text-align:center'><b><span
  style='mso-bidi-font-size:12.0pt'>№ <span class=SpellE>п/п</span><o:p></o:p></span></b></p>
  </td>
  <td width=230 valign=top style='width:172.5pt'>
  <p class=MsoNormal align=center style='text-align:center'><b>Мероприятия<o:p></o:p></b></p>
  </td>
  <td width=110 valign=top>
  <p class=MsoNormal align=center><b>Сроки исполнения<o:p></o:p></b></p>
  </td>
  <td width=140 valign=top>
  <p class=MsoNormal align=center><b>Ответственные<o:p></o:p></b></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:1'>
  <td width=520 colspan=4 valign=top>
  <p class=MsoNormal align=center style='text-align:center'><b>II. Ясные оценки<o:p></o:p></b></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:2'>
  <td width=40 valign=top>
  <p class=MsoListParagraph style='margin-left:0cm;text-indent:0cm;mso-list:l0 level1 lfo1'><![if
  !supportLists]><span style='mso-fareast-font-family:"Times New Roman"'><span
  style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
  </span></span></span><![endif]><o:p>&nbsp;</o:p></p>
  </td>
  <td width=230 valign=top>
  <p class=MsoNormal>Обсудить с учителями общие
  правила проверки:<o:p></o:p></p>
  <p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
  style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
  style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>как
  считать баллы;<o:p></o:p></p>
  <p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
  style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
  style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>как
  спорить.<o:p></o:p></p>
  </td>
  <td width=110 valign=top>
  <p class=MsoNormal>до 15.10.2026<br>
  <span style='mso-spacerun:yes'>  </span>и до 15.02.2027<o:p></o:p></p>
  </td>
  <td width=140 valign=top>
  <p class=MsoNormal>Петров П.&nbsp;П.<o:p></o:p></p>
  <p class=MsoNormal>Руководители ОО<o:p></o:p></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:3'>
  <td width=40 rowspan=2 valign=top><p class=MsoNormal>2.<o:p></o:p></p></td>
  <td width=230 rowspan=2 valign=top>
  <p class=MsoNormal>Навестить <del cite="mailto:x">пять</del><ins cite="mailto:x">шесть</ins>
  школ<span style='display:none;mso-hide:all'> (черновик)</span><o:p></o:p></p></td>
  <td width=110 valign=top><p class=MsoNormal>ноябрь<o:p></o:p></p></td>
  <td width=140 valign=top><p class=MsoNormal>Методисты<o:p></o:p></p></td>
 </tr>
 <tr style='mso-yfti-irow:4;mso-yfti-lastrow:yes'>
  <td width=110 valign=top><p class=MsoNormal>март<o:p></o:p></p></td>
  <td width=140 valign=top><p class=MsoNormal>Методисты<o:p></o:p></p></td>
 </tr>
</table>

<!--EndFragment-->
</body>
</html>
"""

WORD_ROWS = [
    {
        "number": "1.",
        "title": "Обсудить с учителями общие правила проверки:\n– как считать баллы;\n"
        "– как спорить.",
        "deadline": "до 15.10.2026\nи до 15.02.2027",
        "responsible": "Петров П. П.\nРуководители ОО",
    },
    {
        "number": "2.",
        "title": "Навестить шесть школ",
        "deadline": "ноябрь\nмарт",
        "responsible": "Методисты",
    },
]
WORD_SECTION = "II. Ясные оценки"

EXCEL_TEXT = (
    "1\tСобрать вопросы\tдо 01.12.2026\tМетодисты\tСписок вопросов\r\n"
    '2\t"Провести встречу\nс директорами"\tмай\tГромов П. А.\t"Протокол ""Встреча"""\r\n'
)
