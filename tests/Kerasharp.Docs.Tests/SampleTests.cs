namespace Kerasharp.Docs.Tests;

/// <summary>Every program in README, docs/ and the packages' readmes compiles and runs.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Pages =>
        [
            .. new[] { "README.md", "CONTRIBUTING.md" }
                .Concat(Markdown("docs"))
                .Concat(Directory.GetDirectories(Path.Combine(Repository.Root, "src")).SelectMany(Markdown))
                .Where(p => File.Exists(Path.Combine(Repository.Root, p)))
                .Where(p => !new SamplePage(Path.Combine(Repository.Root, p)).IsEmpty),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_program_of_a_page_runs(string page)
    {
        using var folder = new TemporaryFolder();

        new SamplePage(Path.Combine(Repository.Root, page)).Run(folder.Path);
    }

    private static IEnumerable<string> Markdown(string folder) =>
        Directory
            .GetFiles(Path.Combine(Repository.Root, folder), "*.md")
            .Select(p => Path.GetRelativePath(Repository.Root, p));
}
