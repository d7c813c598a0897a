namespace Kerasharp.Looking.Reports;

/// <summary>How a report looks: light and dark, on phones and on paper.</summary>
internal static class ReportStyle
{
    public const string Rules = """
        :root{--ground:#f6f7f9;--card:#fff;--text:#1f2328;--muted:#57606a;--line:#dfe3e8;--accent:#0072b2}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
        main{max-width:68rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        header{border-left:4px solid var(--accent);padding-left:.9rem;margin-bottom:1.25rem}
        h1{font-size:1.65rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
        header p{margin:.15rem 0 0;color:var(--muted)}
        h2{font-size:1.1rem;margin:0 0 .75rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.1rem;margin-top:1rem;min-width:0}
        .notes p{margin:.5rem 0 0;overflow-wrap:anywhere;max-width:46rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem}
        .figures>div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem .9rem;display:flex;flex-direction:column;min-width:0}
        .figures b{font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}
        .figures span{overflow-wrap:anywhere}
        .figures small{color:var(--muted)}
        figure{margin:0}
        figure svg{display:block;width:100%;height:auto}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1rem}
        .charts figure{max-width:40rem}
        .matrix{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:flex-start}
        .map{flex:1 1 24rem;min-width:0}
        .matrix .wide{flex:0 1 auto;min-width:0}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:.3rem 1.2rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
        th{color:var(--muted);font-weight:600}
        th.n,td.n{text-align:right}
        th:last-child,td:last-child{padding-right:0}
        tbody tr:last-child td{border-bottom:0}
        .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:0 1rem;align-items:start}
        dl{margin:0;font-size:.92rem}
        .wide+dl{margin-top:.75rem}
        dl div{display:grid;grid-template-columns:10rem minmax(0,1fr);gap:.75rem;padding:.2rem 0}
        dt{color:var(--muted)}
        dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        @media (max-width:30rem){th,td{white-space:normal;padding-right:.75rem}td.n{white-space:nowrap}dl div{grid-template-columns:7.5rem minmax(0,1fr)}.figures{grid-template-columns:1fr 1fr}}
        @media screen and (prefers-color-scheme:dark){:root{--ground:#0d1014;--card:#14171c;--text:#e6e9ed;--muted:#9aa4af;--line:#2b3138;--accent:#5ab4f0}}
        @media print{body{background:#fff;font-size:11pt}main{max-width:none;padding:0}section,.figures>div{border-color:#ccc}section,figure,tr,.figures{break-inside:avoid}.wide{overflow:visible}}

        """;
}
