// Writes the API reference: dotnet run --project build/ApiReference [-- <folder>]; docs/api by default.
using Kerasharp.ApiReference;

string folder = args.Length > 0 ? args[0] : Path.Combine("docs", "api");
Directory.CreateDirectory(folder);
foreach (string old in Directory.GetFiles(folder, "*.md"))
    File.Delete(old);
foreach (var (name, text) in ReferenceWriter.Pages(Assemblies.All))
    File.WriteAllText(Path.Combine(folder, name), text);
