using Course;

// dotnet run -c Release --project examples/Course -- 02           a lesson
// dotnet run -c Release --project examples/Course -- 02 --quick   the same on little data
bool quick = args.Contains("--quick");
var chosen = Lessons.All.Where(l => args.Contains(l.Number)).ToArray();
if (chosen.Length == 0)
{
    Console.WriteLine("Name a lesson, as in: dotnet run -c Release --project examples/Course -- 02");
    foreach (var (number, title, _) in Lessons.All)
        Console.WriteLine($"  {number}  {title}");
    return 1;
}
foreach (var (number, title, run) in chosen)
{
    Console.WriteLine($"Lesson {number}: {title}");
    run(quick);
}
return 0;
