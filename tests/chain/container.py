"""The image of an environment's Dockerfile, and the Job that runs it, without docker: the steps of its last stage are
done in an empty folder, which becomes the root of a process that is not root.

    container.py NAME…

What is tried: the program needs no other library than those of the packages that the image installs; it migrates as
the image's user, on the command of the image and on that of the Job; the build stage does what README.md does first.
As root it takes chroot, otherwise user namespaces (unshare), where the process stays who it is.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

from environment import BUILD, MIGRATIONS, Environment, Wrong, play
from stand import stand_for

SOURCE = pathlib.Path(os.environ["ALUDEL_SOURCE"])


class Image:
    """The Dockerfile's stages, each a list of (instruction, what follows); and of the last one what a process gets."""

    def __init__(self, folder):
        text = re.sub(r"\\\n\s*", "", (folder / "Dockerfile").read_text())
        self.stages = []
        for line in text.splitlines():
            instruction, _, rest = line.strip().partition(" ")
            if instruction == "FROM":
                self.stages.append([])
            if instruction and instruction != "#":
                self.stages[-1].append((instruction, rest.strip()))
        self.entrypoint, self.command = (json.loads(self.last(i)) for i in ("ENTRYPOINT", "CMD"))
        self.user = self.last("USER")

    def all(self, instruction, stage=-1):
        return [rest for i, rest in self.stages[stage] if i == instruction]

    def last(self, instruction):
        found = self.all(instruction)
        if not found:
            raise Wrong(f"the Dockerfile's last stage has no {instruction}")
        return found[-1]


def packages(command):
    """What a shell command installs."""
    found = re.search(r"apt-get install ([^&|;]*)", command)
    return {word for word in found[1].split() if word[0] not in "-$"} if found else set()


def output(*command):
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout


def same_build(image):
    """The build stage has the packages and the commands of the first thing that README.md tells to do."""
    readme = re.search(r"^```sh\n(.*?)^```$", (SOURCE / "README.md").read_text(), re.M | re.S)[1]
    ours = " && ".join(image.all("RUN", stage=0))
    if packages(ours) != packages(readme):
        raise Wrong(f"the build stage installs other packages than README.md: {packages(ours) ^ packages(readme)}")
    for command in (c.strip() for c in ours.split("&&")):
        if "apt-get" not in command and command not in [c.strip() for c in readme.split("&&")]:
            raise Wrong(f"the build stage does what README.md doesn't: {command}")


def with_dependencies(names):
    """Packages with all that they depend on, of those that are installed here."""
    fields = output("dpkg-query", "-W", "-f", "${Package}\t${Depends}, ${Pre-Depends}\n")
    needs = {}
    for line in fields.splitlines():
        name, _, depends = line.partition("\t")
        needs[name] = set(re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9.+-]*)", depends))
    seen, todo = set(), set(names)
    while todo:
        name = todo.pop()
        seen.add(name)
        todo |= needs.get(name, set()) - seen
    return seen


def libraries(program):
    """What the dynamic linker opens for a program, itself included."""
    return sorted(set(re.findall(r"(/\S+) \(0x", output("ldd", str(program)))))


def names_of(library):
    """Under which dpkg may know a file: with or without links and /usr on the way."""
    return {name for path in (library, os.path.realpath(library)) for name in (path, path.removeprefix("/usr"))}


def owners(files):
    """Each file's package, for those that belong to one."""
    names = sorted(set().union(*(names_of(file) for file in files)))
    found = subprocess.run(["dpkg-query", "-S", *names], text=True, capture_output=True).stdout
    package = {path: line.partition(":")[0] for line in found.splitlines() for path in [line.rpartition(": ")[2]]}
    return {file: package[name] for file in files for name in names_of(file) if name in package}


def laid_out(image, root):
    """What the last stage puts into the image: what it copies, and the libraries that its packages bring."""
    installed = with_dependencies(set().union(*(packages(command) for command in image.all("RUN"))))
    for copied in image.all("COPY"):
        origin, source, target = copied.split()
        if origin != "--from=build" or not source.startswith("/src/build/"):
            raise Wrong(f"COPY {copied}: not from the build")
        made = BUILD / source.removeprefix("/src/build/")
        put(made, root, target)
        needed = libraries(made)
        belongs = owners(needed)
        missing = [library for library in needed if belongs.get(library) not in installed]
        if missing:
            raise Wrong(f"in no package that the image installs: {' '.join(missing)}")
        for library in needed:
            put(library, root, library)


def put(source, root, target):
    """A file of the image: everybody may read it, and nobody but root write."""
    place = root / target.lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, place)
    place.chmod(0o755)


def program(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def entering(root, user):
    """The command in front of another that makes a folder its root."""
    if os.geteuid() == 0:
        uid, _, gid = user.partition(":")
        return [program("chroot"), f"--userspec={int(uid)}:{int(gid or uid)}", "--groups=", str(root)]
    if subprocess.run([program("unshare"), "-r", "true"], capture_output=True).returncode:
        raise SystemExit("this test makes a folder a process's root: be root, or allow user namespaces to all "
                         "(sysctl kernel.unprivileged_userns_clone=1)")
    return [program("unshare"), "-r", program("chroot"), str(root)]


def run(image, root, arguments, variables, status=0):
    done = subprocess.run([*entering(root, image.user), *image.entrypoint, *arguments], env=variables, text=True,
                          capture_output=True, timeout=60)
    if done.returncode != status:
        raise Wrong(f"{' '.join(arguments)}: exit {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


class Job:
    """What its only container is started with."""

    def __init__(self, folder, image):
        spec = yaml.safe_load((folder / "migrate-job.yaml").read_text())["spec"]
        pod = spec["template"]["spec"]
        (self.container,) = pod["containers"]
        who = f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
        if self.container.get("command", image.entrypoint) != image.entrypoint or who != image.user:
            raise Wrong("the Job runs another program, or as another user, than the image says")
        if spec["backoffLimit"] or pod["restartPolicy"] != "Never" or not pod["securityContext"]["runAsNonRoot"]:
            raise Wrong("a migration that failed is looked at by a person, and it isn't root's")
        if not re.fullmatch(r".+:(?!latest$)[\w.-]+", self.container["image"]):
            raise Wrong("the Job's image has no tag: which program has migrated?")
        self.arguments = self.container["args"]

    def variables(self, secrets):
        """Of its process, where `secrets` are those of the cluster."""
        found = {}
        for variable in self.container["env"]:
            secret = variable.get("valueFrom", {}).get("secretKeyRef")
            found[variable["name"]] = secrets[secret["name"]][secret["key"]] if secret else variable["value"]
        return found


def expect(words, text):
    if words not in text:
        raise Wrong(f"'{words}' isn't in what was printed:\n{text}")


def migrate(environment, image, job, root, server):
    """As `docker run` does it, back to nothing, as the Job does it; and twice."""
    database = stand_for(environment.name, "postgresql")(server)
    only_url = {environment.url_variable: database.url}
    expect("Running upgrade  -> ", run(image, root, image.command, only_url))
    schema, versions = database.schema(), database.versions()
    run(image, root, ["downgrade", "base"], only_url)
    secret = {f"{environment.name}-database": {"url": database.url}}
    expect("Running upgrade  -> ", run(image, root, job.arguments, job.variables(secret)))
    if (database.schema(), database.versions()) != (schema, versions):
        raise Wrong("the Job makes another database than the image")
    if run(image, root, job.arguments, job.variables(secret)):
        raise Wrong("a second Job finds something to do")
    expect("(head)", run(image, root, ["current"], only_url))
    run(image, root, ["wait", job.arguments[-1]], only_url)
    expect("migrate-job", "".join(database.rows("SELECT done_by FROM aludel_log")))
    expect("no database", run(image, root, image.command, {}, status=1))


def contained(name):
    environment, folder = Environment(name), MIGRATIONS / name
    with tempfile.TemporaryDirectory() as place, stand_for(name, "postgresql").server_class() as server:
        root = pathlib.Path(place)
        root.chmod(0o755)
        image = Image(folder)
        same_build(image)
        laid_out(image, root)
        migrate(environment, image, Job(folder, image), root, server)
        return f"as {image.user if os.geteuid() == 0 else 'this user'}"


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:], lambda name: [(" in a container's place", lambda: contained(name))]))
